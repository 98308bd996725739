namespace Adjoint.Optim;

/// <summary>
/// Muon for matrices, and AdamW for all else: <see cref="MuonRule"/> says how. Embeddings and the last layer go better by
/// AdamW too: use <see cref="ParameterGroup.Split"/>.
/// </summary>
/// <param name="parameters">What to optimize; those of two axes or more are taken for matrices.</param>
/// <param name="rule">The settings for matrices.</param>
/// <param name="rest">The settings for the rest.</param>
/// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
public sealed class Muon(IEnumerable<Tensor> parameters, MuonRule rule, AdamWRule rest)
    : Optimizer(ParameterGroup.Split(parameters.Select(p => ("", p)), (_, p) => p.Rank > 1, rule, rest))
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default; AdamW has the same rate.</summary>
    /// <param name="parameters">What to optimize; those of two axes or more are taken for matrices.</param>
    /// <param name="lr"><inheritdoc cref="MuonRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="weightDecay"><inheritdoc cref="MuonRule" path="/param[@name='WeightDecay']/node()"/></param>
    /// <param name="momentum"><inheritdoc cref="MuonRule" path="/param[@name='Momentum']/node()"/></param>
    /// <param name="nesterov"><inheritdoc cref="MuonRule" path="/param[@name='Nesterov']/node()"/></param>
    /// <param name="eps"><inheritdoc cref="MuonRule" path="/param[@name='Epsilon']/node()"/></param>
    /// <param name="nsSteps"><inheritdoc cref="MuonRule" path="/param[@name='Iterations']/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Muon(
        IEnumerable<Tensor> parameters, double lr = 1e-3, double weightDecay = 0.1, double momentum = 0.95, bool nesterov = true,
        double eps = 1e-7, int nsSteps = 5)
        : this(parameters, new MuonRule(lr, momentum, weightDecay, nesterov, eps, nsSteps), new AdamWRule(lr)) { }
}

/// <summary>
/// Momentum whose matrix is replaced by the nearest one with singular values about 1. Jordan et al. 2024 ("Muon: an optimizer
/// for hidden layers in neural networks", kellerjordan.github.io/posts/muon).
/// </summary>
/// <remarks>
/// Only for tensors of two axes or more; the axes after the first are one. <see cref="Muon"/> leaves the others to AdamW.
/// Conventions are those of PyTorch from 2.9 on, but the iteration runs in the parameter's own precision.
/// </remarks>
/// <param name="LearningRate">α, at least 0.</param>
/// <param name="Momentum">μ, at least 0 and below 1.</param>
/// <param name="WeightDecay">λ, at least 0, decoupled.</param>
/// <param name="Nesterov">Whether to look ahead.</param>
/// <param name="Epsilon">ε, at least 0, which keeps the norm from 0.</param>
/// <param name="Iterations">Newton–Schulz iterations, at least 1.</param>
public sealed record MuonRule(
    double LearningRate = 1e-3, double Momentum = 0.95, double WeightDecay = 0.1, bool Nesterov = true,
    double Epsilon = 1e-7, int Iterations = 5) : TensorRule(LearningRate)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("B ← μB + (1 − μ)G"),
        new("X ← (1 − μ)G + μB, or B without Nesterov"),
        new($"X ← X / (‖X‖ + ε), then {Iterations} times X ← aX + (bXXᵀ + c(XXᵀ)²)X,  a = 3.4445, b = −4.775, c = 2.0315"),
        new("θ ← θ − αλθ − α · √max(1, rows/columns) · X"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.Fraction("momentum", Momentum, x => this with { Momentum = x }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
        Setting.Flag("nesterov", Nesterov, x => this with { Nesterov = x != 0 }),
        Setting.NotNegative("epsilon", Epsilon, x => this with { Epsilon = x }),
        Setting.Number("iterations", Iterations, Iterations >= 1, "at least 1", x => this with { Iterations = (int)x }),
    ];

    /// <summary>Makes an optimizer of parameters: what is no matrix goes by AdamW at the same learning rate.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <returns>The optimizer, of two groups if there are both kinds.</returns>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public override Optimizer CreateOptimizer(IEnumerable<Tensor> parameters) =>
        new Muon(parameters, this, new AdamWRule(LearningRate) { Maximize = Maximize });

    /// <inheritdoc/>
    public override UpdateRule? WithL2Decay(double lambda) => null;

    /// <inheritdoc/>
    public override UpdateRule WithDecoupledDecay(double lambda) => this with { WeightDecay = lambda };

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> StateNames() => ["momentum_buffer"];

    /// <summary>X Xᵀ is taken on the smaller side. The coefficients make small singular values grow fastest.</summary>
    private Tensor Orthogonalize(Tensor matrix)
    {
        const double a = 3.4445, b = -4.775, c = 2.0315;
        bool tall = matrix.Shape[0] > matrix.Shape[1];
        Tensor x = tall ? matrix.Transpose() : matrix;
        x /= Norms.Of(x) + Epsilon;
        for (int i = 0; i < Iterations; i++)
        {
            Tensor gram = x.MatMul(x.Transpose());
            x = (x * a) + ((gram * b) + (gram.MatMul(gram) * c)).MatMul(x);
        }

        return tall ? x.Transpose() : x;
    }

    /// <inheritdoc/>
    protected internal override ParameterChange Change(ParameterStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Parameter.Rank < 2)
            throw new ShapeException(
                $"Muon: a parameter of shape {step.Parameter.Shape} is no matrix; give it to AdamW, as new Muon(parameters) does.");
        Tensor velocity = step.State(0), gradient = step.Gradient;
        velocity.MultiplyInPlace(Momentum).AddInPlace(gradient, 1 - Momentum);
        Tensor direction = Nesterov ? (gradient * (1 - Momentum)) + (velocity * Momentum) : velocity;
        Tensor matrix = Orthogonalize(direction.Flatten(1));
        double length = step.Rate * Math.Sqrt(Math.Max(1, (double)matrix.Shape[0] / matrix.Shape[1]));
        step.Show(m: velocity, mHat: direction);
        return new ParameterChange((matrix * length).Reshape(step.Parameter.Shape), step.Parameter * (step.Rate * WeightDecay));
    }
}
