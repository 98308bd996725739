using System.Text.Json.Nodes;
using Adjoint.Data;
using Adjoint.Nn;
using Adjoint.Optim;
using Adjoint.Training;

namespace Adjoint.Peers.Workloads;

/// <summary>
/// One epoch over Fashion-MNIST by Adam. Every second epoch ends a training: the accuracy on the test images is found, and
/// the next begins with a new seed.
/// </summary>
internal sealed class FashionEpoch : Workload
{
    private const int Batch = 128;
    private const int Epochs = 2;

    private readonly TensorDataset train;
    private readonly TensorDataset test;
    private readonly int batches;
    private ulong seed = 1;
    private int epoch;
    private Generator random = new(0);
    private Sequential model = [];
    private Adam? optimizer;

    public FashionEpoch(JsonObject arguments)
    {
        (train, test) = FashionMnist.Load();
        batches = arguments.Whole("batches", int.MaxValue);
        Begin();
    }

    public override bool IsLong => true;

    public override void Run() => Train(batches);

    /// <summary>About a second: the runtime has then compiled in full what the few steps of a quick run consist of.</summary>
    public override void WarmUp()
    {
        Train(96);
        Begin();
    }

    /// <summary>The logits of the first images under given weights.</summary>
    public override Tensor[] Outputs()
    {
        uint number = 200;
        Sequential given = FashionNetwork.Make(random);
        foreach (Tensor parameter in given.Parameters()) Numbers.Fill(parameter, number++, 0.1f);
        given.Eval();
        using Scope _ = GradMode.Off();
        return [given.Forward(train.Fetch(Tensor.Arange(Batch)).Inputs)];
    }

    public override JsonObject? Findings()
    {
        if (batches != int.MaxValue || ++epoch < Epochs) return null;
        double accuracy = ClassifierScore.Of(model, new DataLoader(test, 1000), 10).Accuracy;
        seed++;
        Begin();
        return new JsonObject { ["accuracy"] = accuracy };
    }

    private void Begin()
    {
        epoch = 0;
        random = new Generator(seed);
        model = FashionNetwork.Make(random);
        optimizer = new Adam(model.Parameters(), 1e-3);
    }

    private void Train(int most)
    {
        foreach (Batch batch in new DataLoader(train, Batch, shuffle: true, generator: random))
        {
            optimizer!.ZeroGrad();
            model.Forward(batch.Inputs).CrossEntropy(batch.Targets).Backward();
            optimizer.Step();
            if (--most == 0) break;
        }
    }
}
