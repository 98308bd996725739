using System.Text.Json;
using Adjoint.Optim;

namespace Adjoint.Tests.Optim;

/// <summary>Parameters after each step, held to PyTorch's; see Reference/optim/make.py.</summary>
public class TrajectoryTests
{
    private static readonly Dictionary<string, Func<Tensor[], Optimizer>> optimizers = new()
    {
        ["sgd"] = p => new Sgd(p, 0.1),
        ["sgd momentum"] = p => new Sgd(p, 0.1, momentum: 0.9, dampening: 0.3, weightDecay: 0.05),
        ["sgd nesterov"] = p => new Sgd(p, 0.1, momentum: 0.8, weightDecay: 0.05, nesterov: true),
        ["adam"] = p => new Adam(p, 0.02),
        ["adam decay"] = p => new Adam(p, 0.02, 0.7, 0.95, 1e-3, weightDecay: 0.1),
        ["adam amsgrad"] = p => new Adam(p, 0.02, 0.7, 0.6, amsgrad: true),
        ["adamw"] = p => new AdamW(p, 0.02),
        ["adamw amsgrad"] = p => new AdamW(p, 0.02, 0.7, 0.6, weightDecay: 0.3, amsgrad: true),
    };

    public static TheoryData<string, DType> Cases()
    {
        var cases = new TheoryData<string, DType>();
        foreach (string name in optimizers.Keys)
        {
            cases.Add(name, DType.Float64);
            cases.Add(name, DType.Float32);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_step_is_PyTorchs(string name, DType type)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Reference", "optim", "trajectories.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement root = document.RootElement;
        double tolerance = type == DType.Float64 ? 1e-13 : 2e-6;
        Tensor parameter = Vector(root.GetProperty("initial"), type).WithGrad();
        Optimizer optimizer = optimizers[name]([parameter]);
        JsonElement gradients = root.GetProperty("gradients");
        int skipped = root.GetProperty("skipped").GetInt32();

        int step = 0;
        foreach (JsonElement expected in root.GetProperty("trajectories").GetProperty(name).EnumerateArray())
        {
            parameter.Grad = step == skipped ? null : Vector(gradients[step], type);
            optimizer.Step();
            double[] actual = parameter.Detach().To(DType.Float64).ToArray<double>();
            double[] truth = Vector(expected, DType.Float64).ToArray<double>();
            for (int i = 0; i < truth.Length; i++)
            {
                double.IsFinite(truth[i]).ShouldBeTrue($"step {step}, element {i}");
                actual[i].ShouldBe(truth[i], tolerance * Math.Max(1, Math.Abs(truth[i])), $"step {step}, element {i}");
            }

            step++;
        }

        step.ShouldBe(7);
    }

    private static Tensor Vector(JsonElement values, DType type) =>
        Tensor.From<double>(values.EnumerateArray().Select(value => value.GetDouble()).ToArray()).To(type);
}
