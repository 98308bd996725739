namespace Adjoint.Symbolic;

/// <summary>A derivative as a formula, checked against numbers.</summary>
/// <param name="Left">What it is the formula of, such as <c>∂f/∂W</c> or <c>∂f[i]/∂W[j, k]</c>.</param>
/// <param name="Shape">The shape of the derivative in words.</param>
/// <param name="Text">The formula as text, which <see cref="ArrayExpression.Parse"/> reads; null where there is none.</param>
/// <param name="Latex">The formula in LaTeX.</param>
/// <param name="Problem">Why there is no formula, or why it has indices.</param>
/// <param name="Difference">
/// The largest difference, relative to the largest entry, to derivatives by a reverse pass at random points; null if nothing was compared.
/// </param>
public sealed record ArrayFormula(string Left, string Shape, string? Text, string? Latex, string? Problem, double? Difference)
{
    /// <summary>Whether it is written with indices.</summary>
    public bool HasIndices { get; init; }

    internal ArrayNode? Node { get; init; }
}
