namespace Adjoint.Inspection;

/// <summary>What a unit of a layer sees of the input image, axis by axis.</summary>
/// <param name="Axes">One for each spatial axis of the input.</param>
/// <param name="Misalignment">
/// Where two paths from the input meet whose fields lie differently, what differs, with both values; null if none do. The
/// sizes then hold both paths' fields.
/// </param>
public sealed record ReceptiveField(IReadOnlyList<AxisField> Axes, string? Misalignment = null)
{
    /// <summary>Whether the unit sees the whole input along every axis.</summary>
    public bool IsWhole => Axes.All(axis => axis.IsWhole);

    /// <summary>The sizes as <c>212×212</c>; <c>whole input</c> if that is what a unit sees.</summary>
    public override string ToString() => IsWhole ? "whole input" : string.Join('×', Axes);
}
