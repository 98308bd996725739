using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>What to derive, and what of it to show.</summary>
/// <param name="Expression">The function.</param>
/// <param name="Variables">With respect to what.</param>
/// <param name="Ranges">For each variable of the expression its numbers, one or those of a sweep; null without a point.</param>
/// <param name="Order">The highest order of derivatives.</param>
/// <param name="Rounding">How to round by hand, if at all.</param>
internal sealed record DeriveSettings(
    Expression Expression, IReadOnlyList<Tensor> Variables, double[][]? Ranges, int Order, Rounding? Rounding)
{
    /// <summary>Which numbers are rounded.</summary>
    public RoundingScope RoundWhat { get; init; } = RoundingScope.All;

    /// <summary>Whether exact fractions are not rounded.</summary>
    public bool KeepFractions { get; init; }

    /// <summary>Whether to show exact numbers.</summary>
    public bool Exact { get; init; }

    /// <summary>The point as it was typed, for exact numbers.</summary>
    public IReadOnlyDictionary<string, string> PointTexts { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether to show the rules one by one.</summary>
    public bool Rules { get; init; }

    /// <summary>What a person got, to be explained.</summary>
    public IReadOnlyList<HandAnswer> Answers { get; init; } = [];

    /// <summary>Whether some variable takes several numbers.</summary>
    public bool IsSweep => Ranges is not null && Ranges.Any(range => range.Length > 1);

    /// <summary>The point, if it is one.</summary>
    public double[]? Point => Ranges is null || IsSweep ? null : [.. Ranges.Select(range => range[0])];
}
