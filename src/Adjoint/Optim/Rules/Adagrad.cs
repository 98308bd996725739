namespace Adjoint.Optim;

/// <summary><inheritdoc cref="AdagradRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class Adagrad(IEnumerable<Tensor> parameters, AdagradRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="AdagradRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="lrDecay"><inheritdoc cref="AdagradRule" path="/param[@name='LearningRateDecay']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="AdagradRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="initialAccumulatorValue"><inheritdoc cref="AdagradRule" path="/param[@name='InitialAccumulator']/node()"/></param>
    /// <param name="eps"><inheritdoc cref="AdagradRule" path="/param[@name='Epsilon']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Adagrad(
        IEnumerable<Tensor> parameters, double lr = 1e-2, double lrDecay = 0, double weightDecay = 0,
        double initialAccumulatorValue = 0, double eps = 1e-10, bool maximize = false)
        : this(parameters, new AdagradRule(lr, LearningRateDecay: lrDecay, WeightDecay: weightDecay,
            InitialAccumulator: initialAccumulatorValue, Epsilon: eps)
        { Maximize = maximize })
    { }
}

/// <summary>Divides by the root of the sum of all squares so far. Duchi, Hazan &amp; Singer 2011 (JMLR 12).</summary>
/// <param name="LearningRate">α, at least 0.</param>
/// <param name="LearningRateDecay">η, at least 0.</param>
/// <param name="WeightDecay">λ, at least 0, added as λθ to the gradient.</param>
/// <param name="InitialAccumulator">What s starts from, at least 0.</param>
/// <param name="Epsilon">ε, at least 0, which keeps the divisor from 0.</param>
public sealed record AdagradRule(
    double LearningRate = 1e-2, double LearningRateDecay = 0, double WeightDecay = 0,
    double InitialAccumulator = 0, double Epsilon = 1e-10) : FusedRule(LearningRate)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("g ← g + λθ"),
        new("s ← s + g²", "from the initial accumulator value"),
        new("θ ← θ − α/(1 + (t − 1)η) · g / (√s + ε)"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.NotNegative("learningRateDecay", LearningRateDecay, x => this with { LearningRateDecay = x }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
        Setting.NotNegative("initialAccumulator", InitialAccumulator, x => this with { InitialAccumulator = x }),
        Setting.NotNegative("epsilon", Epsilon, x => this with { Epsilon = x }),
    ];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> StateNames() => ["sum"];

    /// <inheritdoc/>
    protected internal override double InitialState(int index) => InitialAccumulator;

    internal override FusedKernel Kernel() => FusedKernel.Of(this, Update<float>, Update<double>);

    internal override (double Coupled, double Shrink) Decay(double rate) => (WeightDecay, 1);

    internal override StepScalars Scalars(StepInfo step) => new(step.Rate / (1 + ((step.Steps - 1) * LearningRateDecay)));

    private AdagradUpdate<T> Update<T>(StepScalars scalars) where T : unmanaged, IFloatingPointIeee754<T> => new(scalars.Rate, Epsilon);
}
