namespace Adjoint.Optim;

/// <summary><inheritdoc cref="RMSpropRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class RMSprop(IEnumerable<Tensor> parameters, RMSpropRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="RMSpropRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="alpha"><inheritdoc cref="RMSpropRule" path="/param[@name='Rho']/node()"/></param>
    /// <param name="eps"><inheritdoc cref="RMSpropRule" path="/param[@name='Epsilon']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="RMSpropRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="momentum"><inheritdoc cref="RMSpropRule" path="/param[@name='Momentum']/node()"/></param>
    /// <param name="centered"><inheritdoc cref="RMSpropRule" path="/param[@name='Centered']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public RMSprop(
        IEnumerable<Tensor> parameters, double lr = 1e-2, double alpha = 0.99, double eps = 1e-8, double weightDecay = 0,
        double momentum = 0, bool centered = false, bool maximize = false)
        : this(parameters, new RMSpropRule(lr, Rho: alpha, Epsilon: eps, WeightDecay: weightDecay, Momentum: momentum,
            Centered: centered)
        { Maximize = maximize })
    { }
}

/// <summary>
/// Divides by the root of an average of squares. Tieleman &amp; Hinton 2012 (Coursera, lecture 6.5); centred: Graves 2013
/// (arXiv 1308.0850).
/// </summary>
/// <remarks>As in PyTorch, ε is outside the root and v starts at 0; in TensorFlow ε is inside and v starts at 1.</remarks>
/// <param name="LearningRate">α, at least 0.</param>
/// <param name="Rho">ρ, the share that the averages keep, at least 0 (PyTorch calls it alpha).</param>
/// <param name="Epsilon">ε, at least 0, which keeps the divisor from 0.</param>
/// <param name="Momentum">μ, at least 0; 0 for none.</param>
/// <param name="Centered">Whether to divide by the deviation from the mean instead of the root of the mean square.</param>
/// <param name="WeightDecay">λ, at least 0, added as λθ to the gradient.</param>
public sealed record RMSpropRule(
    double LearningRate = 1e-2, double Rho = 0.99, double Epsilon = 1e-8, double Momentum = 0,
    bool Centered = false, double WeightDecay = 0) : FusedRule(LearningRate)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("g ← g + λθ"),
        new("v ← ρv + (1 − ρ)g²"),
        new("a ← ρa + (1 − ρ)g, and v − a² for v below", "centred"),
        new("d = g/(√v + ε)"),
        new("b ← μb + d, and b for d below", "with momentum"),
        new("θ ← θ − αd"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.NotNegative("rho", Rho, x => this with { Rho = x }),
        Setting.NotNegative("epsilon", Epsilon, x => this with { Epsilon = x }),
        Setting.NotNegative("momentum", Momentum, x => this with { Momentum = x }),
        Setting.Flag("centered", Centered, x => this with { Centered = x != 0 }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
    ];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> StateNames() =>
        ["square_avg", Centered ? "grad_avg" : null, Momentum != 0 ? "momentum_buffer" : null];

    internal override FusedKernel Kernel() => FusedKernel.Of(this, Update<float>, Update<double>);

    internal override (double Coupled, double Shrink) Decay(double rate) => (WeightDecay, 1);

    private RMSpropUpdate<T> Update<T>(StepScalars scalars) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(scalars.Rate, Rho, Epsilon, Momentum, Centered);
}
