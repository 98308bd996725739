namespace Adjoint.Optim;

/// <summary>
/// How many gradients of each kind an optimizer has met, one count for each parameter and step; those with which it did
/// not step, by choice, are counted too.
/// </summary>
/// <param name="Ordinary">Finite, with an element that is not 0.</param>
/// <param name="Missing">Parameters that had no gradient.</param>
/// <param name="Zero">Every element 0.</param>
/// <param name="NotFinite">With a NaN or an infinity.</param>
/// <param name="ClippedSteps">Steps whose gradients were longer together than <see cref="GradientClip.MaxNorm"/>.</param>
public readonly record struct GradientCounts(long Ordinary, long Missing, long Zero, long NotFinite, long ClippedSteps);
