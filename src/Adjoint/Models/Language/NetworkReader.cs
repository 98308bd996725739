using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>Parses the one-line language of <see cref="NetworkText"/> and infers shapes from layer to layer.</summary>
internal sealed class NetworkReader(string text, Shape input, Generator? generator)
{
    private const int MostLayers = 10_000;
    private readonly Sequential network = [];
    private Shape shape = input;
    private int position;

    public Sequential Read()
    {
        // Open repetitions: where the body begins, and how often it is still to be repeated.
        var open = new Stack<(int Start, int Left)>();
        bool expectsLayer = true;
        while (true)
        {
            SkipSpace();
            if (position == text.Length) break;
            if (!expectsLayer && text[position] == ')' && open.Count > 0)
            {
                position++;
                (int start, int left) = open.Pop();
                if (left == 1) continue;
                open.Push((start, left - 1));
                (position, expectsLayer) = (start, true);
            }
            else if (!expectsLayer)
            {
                if (text[position] is not (',' or ';')) throw Error(position, "a comma before the next layer");
                position++;
                expectsLayer = true;
            }
            else if (char.IsAsciiDigit(text[position])) open.Push(Repetition());
            else
            {
                Layer();
                expectsLayer = false;
            }
        }

        if (open.Count > 0) throw Error(position, "a closing parenthesis");
        if (network.Count == 0 || expectsLayer) throw Error(position, "a layer");
        return network;
    }

    private (int Start, int Times) Repetition()
    {
        int at = position;
        string number = Word();
        SkipSpace();
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int times) || times < 1)
            throw Error(at, "how often to repeat, at least 1");
        if (position == text.Length || text[position] is not ('*' or '(')) throw Error(position, "a * and layers in parentheses");
        if (text[position] == '*') position++;
        SkipSpace();
        if (position == text.Length || text[position] != '(') throw Error(position, "an opening parenthesis");
        return (++position, times);
    }

    private void Layer()
    {
        int start = position;
        string name = Word().ToLowerInvariant();
        if (LayerKind.Find(name) is not var (kind, axes)) throw UnknownLayer(start, name);
        if (network.Count == MostLayers) throw new DataFormatException($"{Pointer(start)} there are more than {MostLayers} layers.");
        var settings = new LayerSettings(kind.Settings);
        while (true)
        {
            SkipSpace();
            if (position == text.Length || text[position] is ',' or ';' or ')') break;
            int at = position;
            string word = Word();
            if (word.Length == 0) throw Error(at, "a setting, a comma or the end");
            if (settings.Take(word) is { } expected) throw Error(at, expected);
        }

        try
        {
            if (axes is { } wanted && shape.Rank != wanted + 2)
                throw new ShapeException($"takes an image [N, C, {wanted} {(wanted == 1 ? "size" : "sizes")}].");
            Module layer = kind.Create(settings, shape, generator);
            shape = layer.Call(Tensor.Symbolic(shape)).Shape;
            network.Add(layer);
        }
        catch (AdjointException error) when (error is not DataFormatException)
        {
            throw new DataFormatException($"{Pointer(start)} layer {network.Count} ({name}) does not fit {shape}: {error.Message}");
        }
    }

    private DataFormatException UnknownLayer(int at, string name) => name.Length == 0
        ? Error(at, "a layer")
        : new DataFormatException(
            $"{Pointer(at)} there is no layer '{name}'. "
            + $"{NearestNames.Hint(name, LayerKind.All.SelectMany(kind => (string[])[kind.Name, .. kind.Aliases]))}");

    private string Word()
    {
        int start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '.' or '_' or '-' or '+'))
            position++;
        return text[start..position];
    }

    private void SkipSpace()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position])) position++;
    }

    private DataFormatException Error(int at, string expected) =>
        new($"{Pointer(at)} expected {expected}, not {(at < text.Length ? $"'{text[at]}'" : "the end")}.");

    /// <summary>The text around a position, with a mark at it.</summary>
    private string Pointer(int at)
    {
        const int around = 20;
        int from = Math.Max(0, at - around);
        int to = Math.Min(text.Length, at + around);
        string before = (from > 0 ? "…" : "") + text[from..at];
        string after = text[at..to] + (to < text.Length ? "…" : "");
        return $"At column {at + 1} (\"{before}⟨here⟩{after}\"):";
    }
}
