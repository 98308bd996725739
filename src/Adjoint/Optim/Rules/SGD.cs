namespace Adjoint.Optim;

/// <summary><inheritdoc cref="SGDRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class SGD(IEnumerable<Tensor> parameters, SGDRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="SGDRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="momentum"><inheritdoc cref="SGDRule" path="/param[@name='Momentum']/node()"/></param>
    /// <param name="dampening"><inheritdoc cref="SGDRule" path="/param[@name='Dampening']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="SGDRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="nesterov"><inheritdoc cref="SGDRule" path="/param[@name='Nesterov']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public SGD(
        IEnumerable<Tensor> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weightDecay = 0,
        bool nesterov = false, bool maximize = false)
        : this(parameters, new SGDRule(lr, Momentum: momentum, Dampening: dampening, WeightDecay: weightDecay,
            Nesterov: nesterov)
        { Maximize = maximize })
    { }
}

/// <summary>Stochastic gradient descent, with momentum (Polyak 1964) and Nesterov's variant (Sutskever et al. 2013, ICML).</summary>
/// <remarks>
/// Elsewhere the learning rate is often inside v, the velocity; then a change of it acts later. Without momentum both kinds of
/// decay are the same.
/// </remarks>
/// <param name="LearningRate">α, at least 0.</param>
/// <param name="Momentum">μ, at least 0; 0 for none.</param>
/// <param name="Dampening">τ, the share of each gradient that is left out of the velocity.</param>
/// <param name="WeightDecay">λ, at least 0.</param>
/// <param name="Nesterov">Whether to look ahead; needs momentum and no dampening.</param>
/// <param name="DecoupledDecay">Whether decay shrinks the parameter itself (SGDW, arXiv 1711.05101) instead of joining the
/// gradient.</param>
public sealed record SGDRule(
    double LearningRate = 1e-3, double Momentum = 0, double Dampening = 0, double WeightDecay = 0,
    bool Nesterov = false, bool DecoupledDecay = false) : FusedRule(LearningRate)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("g ← g + λθ", "decoupled: θ ← θ − αλθ, and g stays"),
        new("v ← μv + (1 − τ)g", "the first v is g, without dampening"),
        new("d ← v, or g + μv with Nesterov, or g without momentum"),
        new("θ ← θ − αd"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.NotNegative("momentum", Momentum, x => this with { Momentum = x }),
        Setting.Finite("dampening", Dampening, x => this with { Dampening = x }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
        Setting.Flag("nesterov", Nesterov, x => this with { Nesterov = x != 0 }),
        Setting.Flag("decoupledDecay", DecoupledDecay, x => this with { DecoupledDecay = x != 0 }),
    ];

    /// <inheritdoc/>
    public override UpdateRule WithL2Decay(double lambda) => this with { WeightDecay = lambda, DecoupledDecay = false };

    /// <inheritdoc/>
    public override UpdateRule WithDecoupledDecay(double lambda) => this with { WeightDecay = lambda, DecoupledDecay = true };

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> StateNames() => [Momentum != 0 ? "momentum_buffer" : null];

    /// <inheritdoc/>
    protected override void CheckTogether()
    {
        if (Nesterov && (Momentum == 0 || Dampening != 0))
            throw new AdjointException("SGD: Nesterov's variant needs a momentum above 0 and a dampening of 0.");
    }

    internal override FusedKernel Kernel() => FusedKernel.Of(this, Update<float>, Update<double>);

    internal override (double Coupled, double Shrink) Decay(double rate) =>
        DecoupledDecay ? (0, 1 - (rate * WeightDecay)) : (WeightDecay, 1);

    internal override StepScalars Scalars(StepInfo step) => new(step.Rate, step.Steps == 1 ? 0 : Dampening);

    private SGDUpdate<T> Update<T>(StepScalars scalars) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(scalars.Rate, Momentum, dampening: scalars.First, Nesterov);
}
