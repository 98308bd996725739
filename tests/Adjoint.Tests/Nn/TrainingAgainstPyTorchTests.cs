using System.Runtime.InteropServices;
using System.Text.Json;
using Adjoint.Data;
using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Tests.Nn;

/// <summary>Twenty Adam steps of a small network, held to PyTorch's; see Reference/training/make.py.</summary>
public class TrainingAgainstPyTorchTests
{
    [Fact]
    public void Losses_averages_and_evaluation_are_those_of_PyTorch()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Reference", "training");
        using JsonDocument reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "losses.json")));
        JsonElement root = reference.RootElement;
        Sequential model = Model();
        model.ToString().ShouldBe(root.GetProperty("text").GetString());
        model.LoadStateDict(Weights(folder, root.GetProperty("parameters")), strict: false);
        TensorDataset digits = Digits.Load();
        var optimizer = new Adam(model.Parameters(), 0.01);

        int step = 0;
        foreach (JsonElement expected in root.GetProperty("losses").EnumerateArray())
        {
            Batch batch = digits.Fetch(Tensor.Arange(16 * step, (16 * step) + 16));
            Tensor loss = model.Forward(batch.Inputs).CrossEntropy(batch.Targets);
            optimizer.ZeroGrad();
            loss.Backward();
            optimizer.Step();
            loss.Item().ShouldBe(expected.GetDouble(), 1e-4 * expected.GetDouble(), $"step {step}");
            step++;
        }

        step.ShouldBe(20);
        model.Eval();
        Batch rest = digits.Fetch(Tensor.Arange(320, 640));
        double evaluation = root.GetProperty("evaluation").GetDouble();
        model.Forward(rest.Inputs).CrossEntropy(rest.Targets).Item().ShouldBe(evaluation, 1e-3 * evaluation);
        var norm = (BatchNorm2d)model[4];
        ShouldBe(norm.RunningMean!, root.GetProperty("running_mean"));
        ShouldBe(norm.RunningVariance!, root.GetProperty("running_var"));
    }

    private static Sequential Model() => new(
        new Conv2d(1, 6, 3, padding: 1), new ReLU(), new MaxPool2d(2),
        new Conv2d(6, 12, 3, padding: 1, bias: false), new BatchNorm2d(12), new ReLU(), new MaxPool2d(2),
        new Flatten(), new Linear(48, 24), new ReLU(), new Linear(24, 10));

    private static Dictionary<string, Tensor> Weights(string folder, JsonElement shapes)
    {
        float[] values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "weights.bin"))).ToArray();
        var weights = new Dictionary<string, Tensor>();
        int start = 0;
        foreach (JsonProperty parameter in shapes.EnumerateObject())
        {
            Shape shape = parameter.Value.EnumerateArray().Select(size => size.GetInt32()).ToArray();
            weights.Add(parameter.Name, Tensor.From<float>(values.AsSpan(start, shape.Numel), shape));
            start += shape.Numel;
        }

        start.ShouldBe(values.Length);
        return weights;
    }

    private static void ShouldBe(Tensor values, JsonElement expected)
    {
        float[] actual = values.ToArray<float>();
        int i = 0;
        foreach (JsonElement value in expected.EnumerateArray()) ((double)actual[i++]).ShouldBe(value.GetDouble(), 1e-3);
    }
}
