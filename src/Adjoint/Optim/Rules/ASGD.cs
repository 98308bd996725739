namespace Adjoint.Optim;

/// <summary><inheritdoc cref="ASGDRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class ASGD(IEnumerable<Tensor> parameters, ASGDRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="ASGDRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="lambd"><inheritdoc cref="ASGDRule" path="/param[@name='Lambd']/node()"/></param>
    /// <param name="alpha"><inheritdoc cref="ASGDRule" path="/param[@name='Alpha']/node()"/></param>
    /// <param name="t0"><inheritdoc cref="ASGDRule" path="/param[@name='T0']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="ASGDRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public ASGD(
        IEnumerable<Tensor> parameters, double lr = 1e-2, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6,
        double weightDecay = 0, bool maximize = false)
        : this(parameters, new ASGDRule(lr, lambd, alpha, t0, weightDecay) { Maximize = maximize }) { }
}

/// <summary>
/// Gradient descent with falling steps, and an average of the parameters from step t₀ on. Polyak &amp; Juditsky 1992 ("Acceleration of
/// stochastic approximation by averaging").
/// </summary>
/// <remarks>The average is kept as <c>ax</c>; the parameters themselves are not averaged.</remarks>
/// <param name="LearningRate">α, at least 0.</param>
/// <param name="Lambd">λ, at least 0: shrinks the parameters, and by it the steps fall.</param>
/// <param name="Alpha">κ, the power by which steps fall.</param>
/// <param name="T0">t₀, from where on all parameters count alike in the average.</param>
/// <param name="WeightDecay">λ₂, at least 0, added as λ₂θ to the gradient.</param>
public sealed record ASGDRule(
    double LearningRate = 1e-2, double Lambd = 1e-4, double Alpha = 0.75, double T0 = 1e6, double WeightDecay = 0)
    : FusedRule(LearningRate)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("g ← g + λ₂θ"),
        new("θ ← θ − η(g + λθ)", "the first η is α"),
        new("a ← a + μ(θ − a)", "the first μ is 1"),
        new("η ← α / (1 + λαt)^κ"),
        new("μ ← 1 / max(1, t − t₀)"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.NotNegative("lambd", Lambd, x => this with { Lambd = x }),
        Setting.Finite("alpha", Alpha, x => this with { Alpha = x }),
        Setting.NotNegative("t0", T0, x => this with { T0 = x }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
    ];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> StateNames() => ["ax"];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<ScalarState> ScalarStates() => [new("eta", LearningRate), new("mu", 1)];

    internal override FusedKernel Kernel() => FusedKernel.Of(this, Update<float>, Update<double>);

    internal override (double Coupled, double Shrink) Decay(double rate) => (WeightDecay, 1);

    internal override StepScalars Scalars(StepInfo step)
    {
        double[] kept = step.State.Scalars;
        double eta = step.Steps == 1 ? step.Rate : kept[0], share = step.Steps == 1 ? 1 : kept[1];
        kept[0] = step.Rate / Math.Pow(1 + (Lambd * step.Rate * step.Steps), Alpha);
        kept[1] = 1 / Math.Max(1, step.Steps - T0);
        return new(step.Rate, eta, share);
    }

    private ASGDUpdate<T> Update<T>(StepScalars scalars) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(eta: scalars.First, Lambd, share: scalars.Second);
}
