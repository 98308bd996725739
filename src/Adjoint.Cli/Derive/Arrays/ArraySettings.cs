using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>What to derive of an expression with arrays, and what of it to show.</summary>
/// <param name="Expression">The function.</param>
/// <param name="Point">A value for each variable; null without a point.</param>
/// <param name="Variables">With respect to what.</param>
/// <param name="Order">The highest order of derivatives.</param>
/// <param name="HasEntries">Whether to show formulas of single entries.</param>
/// <param name="Direction">The direction of a directional derivative, if one was given.</param>
/// <param name="Unknowns">The variables to search for critical points, if that was asked for.</param>
/// <param name="Given">The values that were given, perhaps not of all variables.</param>
internal sealed record ArraySettings(
    ArrayExpression Expression, Dictionary<string, Tensor>? Point, IReadOnlyList<string> Variables, int Order, bool HasEntries,
    Dictionary<string, Tensor>? Direction, IReadOnlyList<string>? Unknowns, Dictionary<string, Tensor> Given);
