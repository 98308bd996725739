namespace Adjoint.Symbolic;

/// <summary>
/// The rules by which terms are put together. None changes a value where the formula was defined; some are defined at more
/// points, as 1 is where x/x is not.
/// </summary>
internal sealed partial class Algebra
{
    private readonly TermTable table = new();

    /// <summary>Where terms are made.</summary>
    public TermTable Table => table;

    private static Term Shorter(Term preferred, Term other) => other.Length < preferred.Length ? other : preferred;
}
