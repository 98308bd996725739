namespace Adjoint.Optim;

/// <summary><inheritdoc cref="LambRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class Lamb(IEnumerable<Tensor> parameters, LambRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="LambRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="betas">The rule's <c>Beta1</c> and <c>Beta2</c>; (0.9, 0.999) if not given.</param>
    /// <param name="eps"><inheritdoc cref="LambRule" path="/param[@name='Epsilon']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="LambRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Lamb(
        IEnumerable<Tensor> parameters, double lr = 1e-3, (double Beta1, double Beta2)? betas = null, double eps = 1e-6,
        double weightDecay = 0, bool maximize = false)
        : this(parameters, new LambRule(lr, Beta1: betas?.Beta1 ?? 0.9, Beta2: betas?.Beta2 ?? 0.999, Epsilon: eps,
            WeightDecay: weightDecay)
        { Maximize = maximize })
    { }
}

/// <summary>Adam's direction, its length as the parameter's norm, for large batches. You et al. 2020 (arXiv 1904.00962).</summary>
/// <remarks>The paper's φ, which may limit ‖θ‖, is the identity.</remarks>
/// <param name="LearningRate">α, at least 0: the step's norm as a share of the parameter's.</param>
/// <param name="Beta1">β₁, the share that the average of gradients keeps, 0 to below 1.</param>
/// <param name="Beta2">β₂, the share that the average of squares keeps, 0 to below 1.</param>
/// <param name="Epsilon">ε, at least 0, which keeps the divisor from 0.</param>
/// <param name="WeightDecay">λ, at least 0, within the ratio of norms.</param>
/// <param name="BiasCorrection">Whether to take away the bias of averages that start at 0.</param>
public sealed record LambRule(
    double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-6,
    double WeightDecay = 0, bool BiasCorrection = true) : TensorRule(LearningRate)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("m ← β₁m + (1 − β₁)g"),
        new("v ← β₂v + (1 − β₂)g²"),
        new("r = m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε) + λθ"),
        new("θ ← θ − α · ‖θ‖/‖r‖ · r", "the ratio is 1 where a norm is 0"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.Fraction("beta1", Beta1, x => this with { Beta1 = x }),
        Setting.Fraction("beta2", Beta2, x => this with { Beta2 = x }),
        Setting.NotNegative("epsilon", Epsilon, x => this with { Epsilon = x }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
        Setting.Flag("biasCorrection", BiasCorrection, x => this with { BiasCorrection = x != 0 }),
    ];

    /// <inheritdoc/>
    public override UpdateRule? WithL2Decay(double lambda) => null;

    /// <inheritdoc/>
    public override UpdateRule WithDecoupledDecay(double lambda) => this with { WeightDecay = lambda };

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> StateNames() => ["exp_avg", "exp_avg_sq"];

    /// <inheritdoc/>
    protected internal override ParameterChange Change(ParameterStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Tensor m = step.State(0), v = step.State(1);
        m.MultiplyInPlace(Beta1).AddInPlace(step.Gradient, 1 - Beta1);
        v.MultiplyInPlace(Beta2).AddInPlace(step.Gradient.Square(), 1 - Beta2);
        Tensor mHat = BiasCorrection ? m / (1 - Math.Pow(Beta1, step.Steps)) : m;
        Tensor vHat = BiasCorrection ? v / (1 - Math.Pow(Beta2, step.Steps)) : v;
        Tensor denominator = vHat.Sqrt() + Epsilon;
        Tensor direction = mHat / denominator;
        Tensor pull = step.Parameter * WeightDecay;
        double length = step.Rate * Norms.Ratio(step.Parameter, direction + pull);
        step.Show(m, v, mHat, vHat, denominator);
        return new ParameterChange(direction * length, pull * length);
    }
}
