using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary>
/// Stochastic gradient descent, with momentum (Polyak 1964) and Nesterov's variant (Sutskever et al. 2013, ICML).
/// </summary>
/// <remarks>
/// With gradient g, weight decay λ, momentum μ, dampening τ and learning rate α, as in PyTorch:
/// <code>
/// g ← g + λθ
/// v ← μv + (1 − τ)g          (the first v is g, without dampening)
/// d ← v, or g + μv with Nesterov, or g without momentum
/// θ ← θ − αd
/// </code>
/// Elsewhere the learning rate is often inside v; then a change of it acts later.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private readonly double momentum;
    private readonly double dampening;
    private readonly double weightDecay;
    private readonly bool nesterov;
    private readonly Tensor?[] velocities;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="learningRate">α, at least 0.</param>
    /// <param name="momentum">μ, at least 0; 0 for none.</param>
    /// <param name="dampening">τ, the share of each gradient that is left out of the velocity.</param>
    /// <param name="weightDecay">λ, at least 0.</param>
    /// <param name="nesterov">Whether to look ahead; needs momentum and no dampening.</param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Sgd(
        IEnumerable<Tensor> parameters, double learningRate = 1e-3, double momentum = 0, double dampening = 0,
        double weightDecay = 0, bool nesterov = false)
        : base(parameters, learningRate)
    {
        this.momentum = Check("a momentum", momentum, momentum is >= 0 and < double.PositiveInfinity, "at least 0");
        this.dampening = Check("a dampening", dampening, double.IsFinite(dampening), "a finite number");
        this.weightDecay = Check("a weight decay", weightDecay, weightDecay is >= 0 and < double.PositiveInfinity, "at least 0");
        this.nesterov = nesterov;
        if (nesterov && (momentum == 0 || dampening != 0))
            throw new AdjointException("Sgd: Nesterov's variant needs a momentum above 0 and a dampening of 0.");
        velocities = new Tensor?[Parameters.Count];
    }

    /// <inheritdoc/>
    protected override void Update(int index, Tensor parameter, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(gradient);
        bool first = momentum != 0 && velocities[index] is null;
        if (first) velocities[index] = Tensor.Zeros(parameter.Shape, parameter.DType);
        double damped = first ? 0 : dampening;
        if (parameter.DType == DType.Float32)
            ParameterUpdate.Run<float, SgdUpdate<float>>(
                parameter, gradient, velocities[index], null, null,
                new(LearningRate, momentum, damped, weightDecay, nesterov));
        else
            ParameterUpdate.Run<double, SgdUpdate<double>>(
                parameter, gradient, velocities[index], null, null,
                new(LearningRate, momentum, damped, weightDecay, nesterov));
    }
}
