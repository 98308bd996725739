namespace Adjoint.Ops;

/// <summary>
/// An equation such as <c>"bij,bjk->bik"</c>, read for operands of known ranks: for each axis its label. Letters are labels from 0 to 51
/// in the order of the alphabet, capitals first; axes that an ellipsis stands for come behind, aligned at the last.
/// </summary>
/// <param name="Operands">The label of each axis of each operand.</param>
/// <param name="Output">The labels of the result.</param>
internal sealed record EinsumEquation(int[][] Operands, int[] Output)
{
    private const int Letters = 52;

    /// <summary>Reads an equation.</summary>
    /// <exception cref="ShapeException">It is none, or does not fit the operands.</exception>
    public static EinsumEquation Parse(string equation, ReadOnlySpan<Tensor> operands)
    {
        string text = equation.Replace(" ", "", StringComparison.Ordinal);
        int arrow = text.IndexOf("->", StringComparison.Ordinal);
        string[] terms = (arrow < 0 ? text : text[..arrow]).Split(',');
        if (terms.Length != operands.Length)
            throw new ShapeException($"Einsum: \"{equation}\" has {terms.Length} operands, but {operands.Length} were given.");
        int covered = 0;
        for (int i = 0; i < terms.Length; i++)
            if (Hidden(equation, terms[i], operands[i].Shape) is { } hidden) covered = Math.Max(covered, hidden);
        var axes = new int[terms.Length][];
        for (int i = 0; i < terms.Length; i++)
            axes[i] = Labels(equation, terms[i], Hidden(equation, terms[i], operands[i].Shape) ?? 0, covered);
        int[] output = arrow < 0 ? Implied(axes, covered) : Labels(equation, text[(arrow + 2)..], covered, covered);
        foreach (int label in output)
        {
            if (output.Count(other => other == label) > 1)
                throw new ShapeException($"Einsum: the output of \"{equation}\" has an index twice; a result has each at most once.");
            if (label < Letters && !axes.Any(a => a.Contains(label)))
                throw new ShapeException($"Einsum: the output of \"{equation}\" has an index {Letter(label)} that no operand has.");
        }

        return new EinsumEquation(axes, output);
    }

    /// <summary>How many axes an ellipsis stands for; null if there is none.</summary>
    private static int? Hidden(string equation, string term, Shape shape)
    {
        Check(equation, term);
        int dots = term.IndexOf("...", StringComparison.Ordinal);
        int named = term.Count(char.IsAsciiLetter);
        if (dots < 0 ? named != shape.Rank : named > shape.Rank)
        {
            throw new ShapeException(
                $"Einsum: \"{term}\" in \"{equation}\" names {named} axes, but the operand's shape is {shape}; "
                + "an ellipsis stands for axes without a name.");
        }

        return dots < 0 ? null : shape.Rank - named;
    }

    /// <summary>Fails unless a term is made of letters and at most one ellipsis.</summary>
    private static void Check(string equation, string term)
    {
        int dots = term.IndexOf("...", StringComparison.Ordinal);
        string letters = dots < 0 ? term : term.Remove(dots, 3);
        if (!letters.All(char.IsAsciiLetter))
            throw new ShapeException($"Einsum: \"{term}\" in \"{equation}\" is not made of letters and at most one ellipsis.");
    }

    private static int[] Labels(string equation, string term, int hidden, int covered)
    {
        Check(equation, term);
        var labels = new List<int>();
        for (int i = 0; i < term.Length; i++)
        {
            if (char.IsAsciiLetter(term[i]))
            {
                labels.Add(char.IsAsciiLetterUpper(term[i]) ? term[i] - 'A' : term[i] - 'a' + 26);
            }
            else
            {
                for (int axis = covered - hidden; axis < covered; axis++) labels.Add(Letters + axis);
                i += 2;
            }
        }

        return [.. labels];
    }

    /// <summary>Without an arrow: the axes of ellipses, then what occurs once, in the order of the alphabet.</summary>
    private static int[] Implied(int[][] axes, int covered) =>
    [
        .. Enumerable.Range(Letters, covered),
        .. axes.SelectMany(a => a).Where(label => label < Letters).GroupBy(label => label).Where(g => g.Count() == 1).Select(g => g.Key)
            .Order(),
    ];

    private static char Letter(int label) => (char)(label < 26 ? 'A' + label : 'a' + label - 26);
}
