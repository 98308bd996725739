using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary>
/// Adam: steps along an average of gradients, divided by the root of an average of their squares. Kingma &amp; Ba 2015
/// (arXiv 1412.6980); AMSGrad: Reddi et al. 2018 (arXiv 1904.09237).
/// </summary>
/// <remarks>
/// With gradient g, step t counted from 1 for each parameter, and learning rate α, as in PyTorch:
/// <code>
/// g ← g + λθ                              (weight decay is L2 regularisation here; AdamW decouples it)
/// m ← β₁m + (1 − β₁)g
/// v ← β₂v + (1 − β₂)g²
/// θ ← θ − α/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
/// </code>
/// With AMSGrad the largest v so far stands for v in the last line; the maximum is taken before the correction by
/// 1 − β₂ᵗ, where the paper takes it after. ε is outside the root.
/// </remarks>
public class Adam : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly double weightDecay;
    private readonly bool amsgrad;
    private readonly bool decoupled;
    private readonly Moments[] moments;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="learningRate">α, at least 0: about the length of a step in each coordinate.</param>
    /// <param name="beta1">β₁, the decay of the average of gradients, 0 to below 1.</param>
    /// <param name="beta2">β₂, the decay of the average of squares, 0 to below 1.</param>
    /// <param name="epsilon">ε, at least 0, which keeps the divisor from 0.</param>
    /// <param name="weightDecay">λ, at least 0, added as λθ to the gradient.</param>
    /// <param name="amsgrad">Whether to divide by the largest average of squares so far.</param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Adam(
        IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8, double weightDecay = 0, bool amsgrad = false)
        : this(parameters, learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, decoupled: false) { }

    private protected Adam(
        IEnumerable<Tensor> parameters, double learningRate, double beta1, double beta2, double epsilon,
        double weightDecay, bool amsgrad, bool decoupled)
        : base(parameters, learningRate)
    {
        this.beta1 = Check("beta1", beta1, beta1 is >= 0 and < 1, "at least 0 and below 1");
        this.beta2 = Check("beta2", beta2, beta2 is >= 0 and < 1, "at least 0 and below 1");
        this.epsilon = Check("an epsilon", epsilon, epsilon is >= 0 and < double.PositiveInfinity, "at least 0");
        this.weightDecay = Check("a weight decay", weightDecay, weightDecay is >= 0 and < double.PositiveInfinity, "at least 0");
        this.amsgrad = amsgrad;
        this.decoupled = decoupled;
        moments = new Moments[Parameters.Count];
    }

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(gradient);
        ref Moments own = ref moments[index];
        if (own.First is null) own = Moments.For(parameter, amsgrad);
        own.Steps++;
        double stepSize = LearningRate / (1 - Math.Pow(beta1, own.Steps));
        double rootScale = 1 / Math.Sqrt(1 - Math.Pow(beta2, own.Steps));
        double shrink = decoupled ? 1 - (LearningRate * weightDecay) : 1;
        double pull = decoupled ? 0 : weightDecay;
        if (parameter.DType == DType.Float32)
            ParameterUpdate.Run<float, AdamUpdate<float>>(
                parameter, gradient, own.First, own.Second, own.Largest,
                new(beta1, beta2, epsilon, stepSize, rootScale, pull, shrink, amsgrad));
        else
            ParameterUpdate.Run<double, AdamUpdate<double>>(
                parameter, gradient, own.First, own.Second, own.Largest,
                new(beta1, beta2, epsilon, stepSize, rootScale, pull, shrink, amsgrad));
    }

    /// <summary>What is remembered of one parameter.</summary>
    private struct Moments
    {
        public Tensor? First;
        public Tensor? Second;
        public Tensor? Largest;
        public long Steps;

        public static Moments For(Tensor parameter, bool amsgrad) => new()
        {
            First = Tensor.Zeros(parameter.Shape, parameter.DType),
            Second = Tensor.Zeros(parameter.Shape, parameter.DType),
            Largest = amsgrad ? Tensor.Zeros(parameter.Shape, parameter.DType) : null,
        };
    }
}
