using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>How calls are written whose notation depends on their inputs.</summary>
internal static class CallNotation
{
    private static readonly MathNotation Bracket = new(
        new Template(Precedence.Atom, "[#1]"), new Template(Precedence.Atom, @"\left[#1\right]"));

    private static readonly MathNotation Greater = Mirrored(" > ", ">");
    private static readonly MathNotation GreaterEqual = Mirrored(" >= ", @"\geq");

    /// <summary>Its own notation; null for that of the operation.</summary>
    public static MathNotation? Of(Call call) => call.Op switch
    {
        // A condition as a number.
        Cast when call[0].DType == DType.Bool && call.Spec.DType.IsFloatingPoint() => Bracket,
        // Constants are on the right: x > 0, not 0 < x.
        Compare compare when !call[0].IsSymbolic && call[1].IsSymbolic => compare.Relation switch
        {
            Relation.Less => Greater,
            Relation.LessEqual => GreaterEqual,
            _ => null,
        },
        _ => null,
    };

    private static MathNotation Mirrored(string sign, string latex) => new(
        new Template(Precedence.Comparison, $"#2{sign}#1", Precedence.Sum, Precedence.Sum),
        new Template(Precedence.Comparison, $"#2 {latex} #1", Precedence.Sum, Precedence.Sum));
}
