namespace Adjoint.Optim;

/// <summary>
/// Adam with decoupled weight decay: the parameters shrink by αλ at each step, instead of λθ going through the moments
/// with the gradient. Loshchilov &amp; Hutter 2019 (arXiv 1711.05101).
/// </summary>
/// <remarks>
/// <code>
/// θ ← θ − αλθ
/// m ← β₁m + (1 − β₁)g
/// v ← β₂v + (1 − β₂)g²
/// θ ← θ − α/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
/// </code>
/// As in PyTorch, the shrinking is by the learning rate too; the paper couples it to the schedule's multiplier only.
/// </remarks>
/// <param name="parameters">What to optimize.</param>
/// <param name="learningRate">α, at least 0: about the length of a step in each coordinate.</param>
/// <param name="beta1">β₁, the decay of the average of gradients, 0 to below 1.</param>
/// <param name="beta2">β₂, the decay of the average of squares, 0 to below 1.</param>
/// <param name="epsilon">ε, at least 0, which keeps the divisor from 0.</param>
/// <param name="weightDecay">λ, at least 0.</param>
/// <param name="amsgrad">Whether to divide by the largest average of squares so far.</param>
/// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
public sealed class AdamW(
    IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
    double epsilon = 1e-8, double weightDecay = 1e-2, bool amsgrad = false)
    : Adam(parameters, learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, decoupled: true);
