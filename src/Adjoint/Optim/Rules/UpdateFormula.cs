namespace Adjoint.Optim;

/// <summary>One line of what an <see cref="UpdateRule"/> computes in a step, as it is written on paper.</summary>
/// <param name="Text">
/// The formula. θ is the parameter, g (or G, a matrix) its gradient, α the learning rate, λ weight decay, t the number of the
/// step from 1; the other letters are those of the rule's settings and state.
/// </param>
/// <param name="Note">When it holds, or what is to be known of it; null for nothing.</param>
public sealed record UpdateFormula(string Text, string? Note = null);
