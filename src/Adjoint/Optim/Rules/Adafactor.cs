namespace Adjoint.Optim;

/// <summary><inheritdoc cref="AdafactorRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class Adafactor(IEnumerable<Tensor> parameters, AdafactorRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="AdafactorRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="beta2Decay"><inheritdoc cref="AdafactorRule" path="/param[@name='DecayExponent']/node()"/></param>
    /// <param name="eps">The rule's <c>Epsilon1</c> and <c>Epsilon2</c>; (1e-30, 1e-3) if not given.</param>
    /// <param name="d"><inheritdoc cref="AdafactorRule" path="/param[@name='Threshold']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="AdafactorRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="maximize"><inheritdoc cref="UpdateRule.Maximize" path="/summary/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Adafactor(
        IEnumerable<Tensor> parameters, double lr = 1e-2, double beta2Decay = -0.8, (double Epsilon1, double Epsilon2)? eps = null,
        double d = 1, double weightDecay = 0, bool maximize = false)
        : this(parameters, new AdafactorRule(lr, DecayExponent: beta2Decay, Epsilon1: eps?.Epsilon1 ?? 1e-30,
            Epsilon2: eps?.Epsilon2 ?? 1e-3, Threshold: d, WeightDecay: weightDecay)
        { Maximize = maximize })
    { }
}

/// <summary>
/// Adam's average of squares, of which only means over rows and columns are kept, and steps in proportion to the parameter's
/// own size. Shazeer &amp; Stern 2018 (arXiv 1804.04235), without momentum.
/// </summary>
/// <remarks>
/// Defaults are those of PyTorch from 2.5 on, with ε₁ = 1e-30 of the paper. More than two axes are matrices of the last two.
/// </remarks>
/// <param name="LearningRate">α, at least 0: the longest step, relative to the parameter's size.</param>
/// <param name="DecayExponent">κ, at most 0.</param>
/// <param name="Epsilon1">ε₁, at least 0.</param>
/// <param name="Epsilon2">ε₂, at least 0: what counts as a parameter's least size.</param>
/// <param name="Threshold">d, above 0: the largest root mean square of u.</param>
/// <param name="WeightDecay">λ, at least 0, decoupled.</param>
public sealed record AdafactorRule(
    double LearningRate = 1e-2, double DecayExponent = -0.8, double Epsilon1 = 1e-30, double Epsilon2 = 1e-3,
    double Threshold = 1, double WeightDecay = 0) : TensorRule(LearningRate)
{
    /// <summary>A normal number in float32 too, so that 0/√v̂ is 0.</summary>
    private const double Least = 1e-37;

    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("β̂ = 1 − t^κ", "κ = −0.8"),
        new("R ← β̂R + (1 − β̂)·mean of (g² + ε₁) over each row,  C likewise over each column"),
        new("v̂ = R·C / mean of R", "for vectors v̂ ← β̂v̂ + (1 − β̂)(g² + ε₁)"),
        new("u = g/√v̂"),
        new("θ ← θ − αλθ"),
        new("θ ← θ − max(ε₂, RMS(θ)) · min(α, 1/√t) · u / max(1, RMS(u)/d)"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.Number(
            "decayExponent", DecayExponent, DecayExponent is <= 0 and > double.NegativeInfinity, "at most 0",
            x => this with { DecayExponent = x }),
        Setting.NotNegative("epsilon1", Epsilon1, x => this with { Epsilon1 = x }),
        Setting.NotNegative("epsilon2", Epsilon2, x => this with { Epsilon2 = x }),
        Setting.Positive("threshold", Threshold, x => this with { Threshold = x }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
    ];

    /// <inheritdoc/>
    public override UpdateRule? WithL2Decay(double lambda) => null;

    /// <inheritdoc/>
    public override UpdateRule WithDecoupledDecay(double lambda) => this with { WeightDecay = lambda };

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> StateNames() => ["row_var", "col_var", "variance"];

    /// <inheritdoc/>
    protected internal override Shape? StateShape(int index, Shape parameter)
    {
        if (parameter.Rank < 2) return index == 2 ? parameter : default(Shape?);
        if (index == 2) return null;
        int[] sizes = [.. parameter.Span];
        sizes[index == 0 ? ^1 : ^2] = 1;
        return Shape.Create(sizes);
    }

    private static Tensor Factored(ParameterStep step, Tensor square, double kept)
    {
        Tensor rows = Average(step.State(0), square.Mean([-1], true), kept);
        Tensor columns = Average(step.State(1), square.Mean([-2], true), kept);
        // In this order, and held away from 0: the product of two small averages may underflow.
        return rows / rows.Mean([-2], true) * columns;
    }

    private static Tensor Average(Tensor average, Tensor next, double kept) => average.MultiplyInPlace(kept).AddInPlace(next, 1 - kept);

    /// <inheritdoc/>
    protected internal override ParameterChange Change(ParameterStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Tensor g = step.Gradient, square = g.Square() + Epsilon1;
        double kept = 1 - Math.Pow(step.Steps, DecayExponent);
        Tensor vHat = g.Rank < 2 ? Average(step.State(2), square, kept) : Factored(step, square, kept);
        Tensor denominator = vHat.Clamp(min: Math.Max(Epsilon1, Least)).Sqrt();
        Tensor direction = g / denominator;
        Tensor decay = step.Parameter * (step.Rate * WeightDecay);
        double size = Math.Max(Epsilon2, Norms.RootMeanSquare(step.Parameter - decay));
        double length = size * Math.Min(step.Rate, 1 / Math.Sqrt(step.Steps));
        length /= Math.Max(1, Norms.RootMeanSquare(direction) / Threshold);
        step.Show(vHat: vHat, denominator: denominator);
        return new ParameterChange(direction * length, decay);
    }
}
