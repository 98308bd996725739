using Adjoint.Optim;

namespace Adjoint.Peers.Workloads;

/// <summary>A step of Adam or AdamW over parameters shaped as those of VGG-16, with the same gradients each time.</summary>
internal sealed class OptimizerStep : Workload
{
    private readonly List<Tensor> parameters = [];
    private readonly Optimizer optimizer;

    public OptimizerStep(bool decoupled)
    {
        uint seed = 1;
        foreach (Tensor shape in Vgg16.Make().Parameters())
        {
            Tensor parameter = Numbers.Make(seed++, 1, shape.Shape.Span).WithGrad();
            parameter.Grad = Numbers.Make(seed++, 1, shape.Shape.Span);
            parameters.Add(parameter);
        }

        optimizer = decoupled ? new AdamW(parameters, 1e-3) : new Adam(parameters, 1e-3);
    }

    public override void Run() => optimizer.Step();

    /// <summary>How far some parameters have gone after two steps.</summary>
    public override Tensor[] Outputs()
    {
        int[] some = [0, 10, parameters.Count - 6, parameters.Count - 1];
        using Scope _ = GradMode.Off();
        Tensor[] before = [.. some.Select(i => parameters[i].Clone())];
        Run();
        Run();
        return [.. some.Select((i, place) => parameters[i] - before[place])];
    }
}
