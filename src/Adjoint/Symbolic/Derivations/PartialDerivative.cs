namespace Adjoint.Symbolic;

/// <summary>A partial derivative of some order.</summary>
/// <param name="Variables">With respect to what, one name for each order.</param>
/// <param name="Formula">The simplified formula, as a symbolic number or a constant.</param>
/// <param name="Value">The value at a point, by reverse mode over reverse mode; null without a point.</param>
public sealed record PartialDerivative(IReadOnlyList<string> Variables, Tensor Formula, double? Value);
