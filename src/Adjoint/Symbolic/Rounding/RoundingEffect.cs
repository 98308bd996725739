namespace Adjoint.Symbolic;

/// <summary>What one rounding does to a derivative, if everything else is exact.</summary>
/// <param name="Kind">What is rounded.</param>
/// <param name="Row">Name of the row.</param>
/// <param name="Input">Name of the input, for partials and contributions.</param>
/// <param name="Formula">The formula of what is rounded, in the names of the trace.</param>
/// <param name="Exact">The number.</param>
/// <param name="Rounded">The rounded number.</param>
/// <param name="Effect">By how much the derivative changes.</param>
public sealed record RoundingEffect(
    RoundedKind Kind, string Row, string? Input, string Formula, double Exact, double Rounded, double Effect)
{
    /// <summary>What is rounded: <c>v1</c>, <c>∂v1/∂x</c>, or <c>adjoint of v1 times ∂v1/∂x</c>.</summary>
    public string Step => Kind switch
    {
        RoundedKind.Value => Row,
        RoundedKind.Partial => $"∂{Row}/∂{Input}",
        _ => $"adjoint of {Row} times ∂{Row}/∂{Input}",
    };
}
