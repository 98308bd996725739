using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary><inheritdoc cref="SgdRule" path="/summary/node()"/></summary>
/// <remarks>The formulas are in <see cref="SgdRule"/>.</remarks>
/// <param name="parameters">What to optimize.</param>
/// <param name="rule">The settings.</param>
/// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
public sealed class Sgd(IEnumerable<Tensor> parameters, SgdRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with the other settings at their defaults.</summary>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public Sgd(IEnumerable<Tensor> parameters, double learningRate = 1e-3) : this(parameters, new SgdRule(learningRate)) { }
}

/// <summary>
/// Stochastic gradient descent, with momentum (Polyak 1964) and Nesterov's variant (Sutskever et al. 2013, ICML).
/// </summary>
/// <remarks>
/// With gradient g, weight decay λ, momentum μ, dampening τ and learning rate α, as in PyTorch:
/// <code>
/// g ← g + λθ                 (decoupled: θ ← θ − αλθ, and g stays)
/// v ← μv + (1 − τ)g          (the first v is g, without dampening)
/// d ← v, or g + μv with Nesterov, or g without momentum
/// θ ← θ − αd
/// </code>
/// Elsewhere the learning rate is often inside v; then a change of it acts later. Without momentum both kinds of decay are the
/// same.
/// </remarks>
/// <param name="LearningRate">α, at least 0.</param>
/// <param name="Momentum">μ, at least 0; 0 for none.</param>
/// <param name="Dampening">τ, the share of each gradient that is left out of the velocity.</param>
/// <param name="WeightDecay">λ, at least 0.</param>
/// <param name="Nesterov">Whether to look ahead; needs momentum and no dampening.</param>
/// <param name="DecoupledDecay">Whether decay shrinks the parameter itself (SGDW, arXiv 1711.05101) instead of joining the gradient.</param>
public sealed record SgdRule(
    double LearningRate = 1e-3, double Momentum = 0, double Dampening = 0, double WeightDecay = 0,
    bool Nesterov = false, bool DecoupledDecay = false) : FusedRule(LearningRate)
{
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
    protected internal override IReadOnlyList<string?> MemoryNames() => [Momentum != 0 ? "momentum_buffer" : null];

    /// <inheritdoc/>
    protected override void CheckTogether()
    {
        if (Nesterov && (Momentum == 0 || Dampening != 0))
            throw new AdjointException("Sgd: Nesterov's variant needs a momentum above 0 and a dampening of 0.");
    }

    internal override GroupUpdate Bind(ParameterState[] states) => Fuse(states, Update<float>, Update<double>);

    private SgdUpdate<T> Update<T>(StepInfo step) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => new(
        step.Rate, Momentum, step.Steps == 1 ? 0 : Dampening, weightDecay: DecoupledDecay ? 0 : WeightDecay,
        shrink: DecoupledDecay ? 1 - (step.Rate * WeightDecay) : 1, Nesterov);
}
