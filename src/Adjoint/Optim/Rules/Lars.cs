namespace Adjoint.Optim;

/// <summary><inheritdoc cref="LarsRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class Lars(IEnumerable<Tensor> parameters, LarsRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="LarsRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="momentum"><inheritdoc cref="LarsRule" path="/param[@name='Momentum']/node()"/></param>
    /// <param name="trustCoefficient"><inheritdoc cref="LarsRule" path="/param[@name='TrustCoefficient']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="LarsRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Lars(
        IEnumerable<Tensor> parameters, double lr = 0.1, double momentum = 0.9, double trustCoefficient = 0.001, double weightDecay = 0,
        bool maximize = false)
        : this(parameters, new LarsRule(lr, Momentum: momentum, TrustCoefficient: trustCoefficient,
            WeightDecay: weightDecay)
        { Maximize = maximize })
    { }
}

/// <summary>
/// Momentum with a length in proportion to the parameter's own norm, for large batches. You, Gitman &amp; Ginsburg 2017 (arXiv 1708.03888).
/// </summary>
/// <remarks>The learning rate is inside v, as in the paper, and unlike <see cref="SGDRule"/>.</remarks>
/// <param name="LearningRate">α, at least 0.</param>
/// <param name="Momentum">μ, at least 0.</param>
/// <param name="TrustCoefficient">η, above 0.</param>
/// <param name="WeightDecay">λ, at least 0.</param>
public sealed record LarsRule(
    double LearningRate = 0.1, double Momentum = 0.9, double TrustCoefficient = 1e-3, double WeightDecay = 0) : TensorRule(LearningRate)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("κ = η · ‖θ‖ / (‖g‖ + λ‖θ‖)", "1 where ‖θ‖ or ‖g‖ is 0"),
        new("v ← μv + ακ(g + λθ)"),
        new("θ ← θ − v"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.NotNegative("momentum", Momentum, x => this with { Momentum = x }),
        Setting.Positive("trustCoefficient", TrustCoefficient, x => this with { TrustCoefficient = x }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
    ];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> StateNames() => ["momentum_buffer"];

    /// <inheritdoc/>
    protected internal override ParameterChange Change(ParameterStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        double weight = Norms.Of(step.Parameter), slope = Norms.Of(step.Gradient);
        double trust = weight > 0 && slope > 0 ? TrustCoefficient * weight / (slope + (WeightDecay * weight)) : 1;
        Tensor velocity = step.State(0), pull = step.Parameter * WeightDecay;
        velocity.MultiplyInPlace(Momentum).AddInPlace(step.Gradient + pull, step.Rate * trust);
        Tensor decay = pull * (step.Rate * trust);
        step.Show(m: velocity);
        return new ParameterChange(velocity - decay, decay);
    }
}
