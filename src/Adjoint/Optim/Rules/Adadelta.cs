namespace Adjoint.Optim;

/// <summary><inheritdoc cref="AdadeltaRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class Adadelta(IEnumerable<Tensor> parameters, AdadeltaRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="AdadeltaRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="rho"><inheritdoc cref="AdadeltaRule" path="/param[@name='Rho']/node()"/></param>
    /// <param name="eps"><inheritdoc cref="AdadeltaRule" path="/param[@name='Epsilon']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="AdadeltaRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Adadelta(
        IEnumerable<Tensor> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weightDecay = 0,
        bool maximize = false)
        : this(parameters, new AdadeltaRule(lr, Rho: rho, Epsilon: eps, WeightDecay: weightDecay) { Maximize = maximize }) { }
}

/// <summary>
/// Steps in the units of the parameter: by the ratio of the roots of averaged squares of steps and gradients. Zeiler 2012
/// (arXiv 1212.5701).
/// </summary>
/// <remarks>ε is inside the roots.</remarks>
/// <param name="LearningRate">α, at least 0; 1 in the paper.</param>
/// <param name="Rho">ρ, the share that the averages keep, 0 to 1.</param>
/// <param name="Epsilon">ε, at least 0: the first steps come from it.</param>
/// <param name="WeightDecay">λ, at least 0, added as λθ to the gradient.</param>
public sealed record AdadeltaRule(
    double LearningRate = 1.0, double Rho = 0.9, double Epsilon = 1e-6, double WeightDecay = 0) : FusedRule(LearningRate)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("g ← g + λθ"),
        new("v ← ρv + (1 − ρ)g²"),
        new("δ = g · √(d + ε)/√(v + ε)"),
        new("d ← ρd + (1 − ρ)δ²"),
        new("θ ← θ − αδ"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.Number("rho", Rho, Rho is >= 0 and <= 1, "within 0 to 1", x => this with { Rho = x }),
        Setting.NotNegative("epsilon", Epsilon, x => this with { Epsilon = x }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
    ];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> StateNames() => ["square_avg", "acc_delta"];

    internal override FusedKernel Kernel() => FusedKernel.Of(this, Update<float>, Update<double>);

    internal override (double Coupled, double Shrink) Decay(double rate) => (WeightDecay, 1);

    private AdadeltaUpdate<T> Update<T>(StepScalars scalars) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(scalars.Rate, Rho, Epsilon);
}
