namespace Adjoint.Symbolic;

/// <summary>Which numbers of a trace are not rounded: those out of the scope, and, where fractions stay, the exact fractions.</summary>
internal sealed class KeptNumbers
{
    private readonly RoundingScope scope;
    private readonly ExactTrace? exact;

    public KeptNumbers(Derivation trace, RoundingScope scope, bool keepFractions)
    {
        this.scope = scope;
        exact = keepFractions ? ExactTrace.Of(trace) : null;
    }

    /// <summary>Whether a row's value, or its partial or contribution for one of its inputs, is kept.</summary>
    public bool Keeps(RoundedKind kind, int row, int input, bool whole = false)
    {
        if (!whole && !scope.HasFlag(kind switch
        {
            RoundedKind.Value => RoundingScope.Values,
            RoundedKind.Partial => RoundingScope.Partials,
            _ => RoundingScope.Adjoints,
        })) return true;
        if (exact is null || row < 0) return false;
        ExactRow step = exact.Rows[row];
        return kind switch
        {
            RoundedKind.Value => step.Value.IsFraction,
            RoundedKind.Partial => step.Partials[input].IsFraction,
            _ => step.Partials[input].IsFraction && step.Adjoint is { IsFraction: true },
        };
    }

    /// <summary>Whether the derivative with respect to a variable is kept.</summary>
    public bool KeepsResult(string variable) => exact?.Adjoint(variable) is { IsFraction: true };
}
