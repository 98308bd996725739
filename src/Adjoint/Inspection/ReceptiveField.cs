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
    /// <inheritdoc/>
    public override string ToString() => IsWhole ? "whole input" : string.Join('×', Axes);
}

/// <summary>
/// What a unit sees of the input along one axis: the receptive field of unit o reaches from o·jump − padding over size
/// places. Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019.
/// </summary>
/// <param name="Size">Number of places; where units differ (after upsampling), the most.</param>
/// <param name="Jump">Distance in the input between the fields of neighbouring units.</param>
/// <param name="Start">Centre of the first unit's field.</param>
/// <param name="Padding">How far the first unit's field reaches beyond the input's beginning.</param>
/// <param name="IsWhole">Whether every unit sees all of the axis; then the other numbers mean nothing.</param>
public readonly record struct AxisField(long Size, double Jump, double Start, double Padding, bool IsWhole = false)
{
    /// <summary>The field of the input itself.</summary>
    public static AxisField Input { get; } = new(1, 1, 0, 0);

    /// <summary>All of the axis.</summary>
    public static AxisField Whole { get; } = new(0, 0, 0, 0, true);

    /// <summary>The size, or <c>whole</c>.</summary>
    /// <inheritdoc/>
    public override string ToString() => IsWhole ? "whole" : Size.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
