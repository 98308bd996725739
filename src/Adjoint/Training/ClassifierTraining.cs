using Adjoint.Data;
using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Training;

/// <summary>Trains a classifier by cross-entropy, one batch at a time.</summary>
/// <param name="model">Maps inputs to logits [N, classes].</param>
/// <param name="optimizer">Holds the model's parameters.</param>
public sealed class ClassifierTraining(Module model, Optimizer optimizer)
{
    /// <summary>Learns from one batch, whose targets are class numbers [N].</summary>
    /// <returns>What the model gave before the step: the mean loss in nats, and how many answers were right.</returns>
    /// <exception cref="AdjointException">Shapes do not fit.</exception>
    public (double Loss, int Correct) Step(Batch batch)
    {
        Tensor? first = null;
        Tensor loss = optimizer.Step(() =>
        {
            optimizer.ZeroGrad();
            Tensor logits = model.Call(batch.Inputs);
            first ??= logits;
            Tensor loss = logits.CrossEntropy(batch.Targets);
            loss.Backward();
            return loss;
        });
        using GradMode.Scope _ = GradMode.Off();
        return (loss.Item(), (int)first!.ArgMax(1).Equal(batch.Targets).To(DType.Int64).Sum().Item());
    }
}
