using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// Reads a sequential network from one line: layers with commas between, each a name and its settings.
/// </summary>
/// <remarks>
/// <c>conv 64 k3 s1 p1 d1 g1 nobias</c>, <c>pool 2 s2 p0</c>, <c>bn</c>, <c>relu</c>, <c>upsample 2 bilinear</c>,
/// <c>linear 10</c>; all are in <see cref="Layers"/>. A number directly follows its name; sizes that differ along the axes are
/// written as <c>k3x5</c>; <c>3*(…)</c> repeats. How many channels or numbers come in, and over how many axes a window goes,
/// follows from the layer before: <c>conv</c> is a <see cref="Conv1d"/> on [N, C, L], a <see cref="Conv3d"/> on
/// [N, C, D, H, W]; <c>conv2d</c> insists on two axes.
/// </remarks>
public static class NetworkText
{
    /// <summary>
    /// The layers that there are: how each is written, with <c>#</c> for a number and a bar between names that mean the same,
    /// and what it does. All settings may be left out but numbers that a layer cannot do without.
    /// </summary>
    public static IReadOnlyList<(string Form, string Summary)> Layers { get; } = [.. LayerKind.All.Select(kind => (kind.Form, kind.Summary))];

    /// <summary>Whether a text is meant as a network, and not as the name of a model.</summary>
    public static bool IsNetwork(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().IndexOfAny(" ,(") >= 0 || LayerKind.Find(text.ToLowerInvariant()) is not null;
    }

    /// <summary>Reads a network for inputs of the given sizes.</summary>
    /// <exception cref="DataFormatException">The text is not a network; the message points at the place.</exception>
    public static Sequential Parse(string text, Shape input, Generator? random = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new NetworkReader(text, input, random);
        return reader.Read();
    }
}
