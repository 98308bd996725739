using Adjoint.Optim;

namespace Adjoint.Cli;

/// <summary>An optimizer that can be asked for by name.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="LearningRate">The learning rate unless another is given.</param>
/// <param name="Create">Makes it for parameters and a learning rate.</param>
internal sealed record OptimizerChoice(
    string Name, double LearningRate, Func<IEnumerable<Tensor>, double, Optimizer> Create)
{
    /// <summary>All there are; the first is the default.</summary>
    public static IReadOnlyList<OptimizerChoice> All { get; } =
    [
        new("adam", 1e-3, (parameters, rate) => new Adam(parameters, rate)),
        new("adamw", 1e-3, (parameters, rate) => new AdamW(parameters, rate)),
        new("sgd", 0.05, (parameters, rate) => new Sgd(parameters, new SgdRule(rate, Momentum: 0.9))),
    ];
}
