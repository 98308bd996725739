using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary><inheritdoc cref="RpropRule" path="/summary/node()"/></summary>
/// <remarks>The formulas are in <see cref="RpropRule"/>.</remarks>
/// <param name="parameters">What to optimize.</param>
/// <param name="rule">The settings.</param>
/// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
public sealed class Rprop(IEnumerable<Tensor> parameters, RpropRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with the other settings at their defaults.</summary>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Rprop(IEnumerable<Tensor> parameters, double learningRate = 1e-2) : this(parameters, new RpropRule(learningRate)) { }
}

/// <summary>
/// Steps by the sign of the gradient, with a length of its own for each element. Riedmiller &amp; Braun 1993 (ICNN); for full
/// batches.
/// </summary>
/// <remarks>
/// <code>
/// s ← min(s·η⁺, most) where g has the sign of the gradient before
/// s ← max(s·η⁻, least) where it has the other; g ← 0 there
/// θ ← θ − sign(g)·s
/// </code>
/// s starts at α, which has no other part in it.
/// </remarks>
/// <param name="LearningRate">α, at least 0: the first step's length.</param>
/// <param name="EtaMinus">η⁻, above 0 and below 1.</param>
/// <param name="EtaPlus">η⁺, above 1.</param>
/// <param name="LeastStep">The shortest step, at least 0.</param>
/// <param name="MostStep">The longest step.</param>
public sealed record RpropRule(
    double LearningRate = 1e-2, double EtaMinus = 0.5, double EtaPlus = 1.2, double LeastStep = 1e-6,
    double MostStep = 50) : FusedRule(LearningRate)
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.Number("etaMinus", EtaMinus, EtaMinus is > 0 and < 1, "above 0 and below 1", x => this with { EtaMinus = x }),
        Setting.Number("etaPlus", EtaPlus, EtaPlus is > 1 and < double.PositiveInfinity, "above 1", x => this with { EtaPlus = x }),
        Setting.NotNegative("leastStep", LeastStep, x => this with { LeastStep = x }),
        Setting.Number("mostStep", MostStep, MostStep >= LeastStep, "at least leastStep", x => this with { MostStep = x }),
    ];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> MemoryNames() => ["prev", "step_size"];

    /// <inheritdoc/>
    protected internal override double MemoryStart(int place) => place == 1 ? LearningRate : 0;

    internal override GroupUpdate Bind(ParameterState[] states) => Fuse(states, Update<float>, Update<double>);

    private RpropUpdate<T> Update<T>(StepInfo step) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        new(EtaMinus, EtaPlus, LeastStep, MostStep);
}
