namespace Adjoint.Symbolic;

/// <summary>A text is no expression. The message shows the place with a caret.</summary>
/// <param name="problem">What is wrong and what was expected, in one line.</param>
/// <param name="source">The text.</param>
/// <param name="position">Where in the text, counted from 0; its length for the end.</param>
public sealed class ExpressionException(string problem, string source, int position) : AdjointException(Show(problem, source, position))
{
    private const int Context = 36;

    /// <summary>What is wrong and what was expected, in one line.</summary>
    public string Problem { get; } = problem;

    /// <summary>Where in the text, counted from 0.</summary>
    public int Position { get; } = position;

    private static string Show(string problem, string source, int position)
    {
        int start = position <= Context ? 0 : position - Context;
        int end = Math.Min(source.Length, position + Context);
        // A tab or line break would move the caret away from its place.
        char[] line = [.. source[start..end].Select(c => char.IsControl(c) ? ' ' : c)];
        string before = start > 0 ? "..." : "";
        string after = end < source.Length ? "..." : "";
        return $"column {position + 1}: {problem}\n  {before}{new string(line)}{after}\n  "
            + $"{new string(' ', before.Length + position - start)}^";
    }
}
