using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// Reads a sequential network from one line: layers with commas between, each a name and its settings.
/// </summary>
/// <remarks>
/// <c>conv 64 k3 s1 p1 d1 g1 nobias</c>, <c>pool 2 s2 p0</c>, <c>avgpool 2</c>, <c>linear 10</c> (also <c>fc</c>), <c>bn</c>,
/// <c>relu</c>, <c>dropout 0.5</c>, <c>flatten</c>; sizes that differ along the axes as <c>k3x5</c>; <c>3*(…)</c> repeats.
/// How many channels or numbers come in follows from the layer before.
/// </remarks>
public static class NetworkText
{
    /// <summary>Reads a network for inputs of the given sizes.</summary>
    /// <exception cref="DataFormatException">The text is not a network; the message points at the place.</exception>
    public static Sequential Parse(string text, Shape input, Generator? random = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new NetworkReader(text, input, random);
        return reader.Read();
    }
}
