namespace Adjoint.Symbolic;

/// <summary>A derivative that was computed with rounded numbers.</summary>
/// <param name="Variable">With respect to what.</param>
/// <param name="Exact">As the reverse pass gives it.</param>
/// <param name="Value">With everything rounded.</param>
/// <param name="Effects">What each rounding alone contributes, worst first; empty for a long trace.</param>
public sealed record RoundedGradient(string Variable, double Exact, double Value, IReadOnlyList<RoundingEffect> Effects)
{
    /// <summary>Rounded minus exact.</summary>
    public double Error => Value - Exact;
}
