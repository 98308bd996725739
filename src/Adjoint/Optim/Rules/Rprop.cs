namespace Adjoint.Optim;

/// <summary><inheritdoc cref="RpropRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class Rprop(IEnumerable<Tensor> parameters, RpropRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="RpropRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="etas">The rule's <c>EtaMinus</c> and <c>EtaPlus</c>; (0.5, 1.2) if not given.</param>
    /// <param name="stepSizes">The rule's <c>LeastStep</c> and <c>MostStep</c>; (1e-6, 50) if not given.</param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Rprop(
        IEnumerable<Tensor> parameters, double lr = 1e-2, (double EtaMinus, double EtaPlus)? etas = null,
        (double LeastStep, double MostStep)? stepSizes = null, bool maximize = false)
        : this(parameters, new RpropRule(lr, EtaMinus: etas?.EtaMinus ?? 0.5, EtaPlus: etas?.EtaPlus ?? 1.2,
            LeastStep: stepSizes?.LeastStep ?? 1e-6, MostStep: stepSizes?.MostStep ?? 50)
        { Maximize = maximize })
    { }
}

/// <summary>
/// Steps by the sign of the gradient, with a length of its own for each element. Riedmiller &amp; Braun 1993 (ICNN); for full batches.
/// </summary>
/// <remarks>s starts at α, which has no other part in it.</remarks>
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
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("s ← min(s·η⁺, most) where g has the sign of the gradient before"),
        new("s ← max(s·η⁻, least) where it has the other; g ← 0 there"),
        new("θ ← θ − sign(g)·s"),
    ];

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
    protected internal override IReadOnlyList<string?> StateNames() => ["prev", "step_size"];

    /// <inheritdoc/>
    protected internal override double InitialState(int index) => index == 1 ? LearningRate : 0;

    internal override FusedKernel Kernel() => FusedKernel.Of(this, Update<float>, Update<double>);

    private RpropUpdate<T> Update<T>(StepScalars scalars) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(EtaMinus, EtaPlus, LeastStep, MostStep);
}
