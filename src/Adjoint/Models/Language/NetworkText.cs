using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>Parses a sequential network from one line: layers separated by commas, each a name and its settings.</summary>
/// <remarks>
/// <c>conv 64 k3 s1 p1 d1 g1 nobias</c>, <c>pool 2 s2 p0</c>, <c>bn</c>, <c>relu</c>, <c>upsample 2 bilinear</c>, <c>linear 10</c>; all are
/// in <see cref="Layers"/>. A number follows its name directly; <c>k3x5</c> gives a size for each axis; <c>3*(…)</c> repeats. Input
/// channels and the number of axes follow from the layer before: <c>conv</c> is a <see cref="Conv1d"/> on [N, C, L], a <see cref="Conv3d"/>
/// on [N, C, D, H, W]; <c>conv2d</c> insists on two axes.
/// </remarks>
public static class NetworkText
{
    /// <summary>
    /// All layers: the syntax of each, with <c>#</c> for a number and a bar between aliases, and a summary. Settings are optional,
    /// except for numbers without a default.
    /// </summary>
    public static IReadOnlyList<(string Form, string Summary)> Layers { get; } =
        [.. LayerKind.All.Select(kind => (kind.Form, kind.Summary))];

    /// <summary>Whether a text is a network, not the name of a model.</summary>
    /// <param name="text">A name, or a network.</param>
    /// <returns>True for several layers and for the name of one; the text is not parsed.</returns>
    public static bool IsNetwork(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().IndexOfAny(" ,(") >= 0 || LayerKind.Find(text.ToLowerInvariant()) is not null;
    }

    /// <summary>Parses a network for inputs of the given shape.</summary>
    /// <param name="text">The layers, separated by commas.</param>
    /// <param name="input">Sizes of the input, the batch first.</param>
    /// <param name="generator">Draws the initial values; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>The layers, one after the other, in training mode.</returns>
    /// <exception cref="DataFormatException">The text is not a network; the message shows where.</exception>
    public static Sequential Parse(string text, Shape input, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new NetworkReader(text, input, generator).Read();
    }
}
