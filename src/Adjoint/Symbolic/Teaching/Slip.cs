namespace Adjoint.Symbolic;

/// <summary>One thing that went another way in a calculation by hand, and the derivative that comes out.</summary>
/// <param name="Explanation">What it is, in words.</param>
/// <param name="Value">The derivative with it.</param>
/// <param name="IsRounding">Whether it is rounding, and no mistake.</param>
public sealed record Slip(string Explanation, double Value, bool IsRounding)
{
    /// <summary>The explanation and the derivative.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Explanation}: {Value:G8}");
}
