namespace Adjoint.Notation;

/// <summary>
/// One way of writing an operation: a template, in which <c>#1</c>, <c>#2</c>… stand for the written operands and
/// <c>#*</c> for all of them with commas between, as in TeX macros.
/// </summary>
public sealed class Template
{
    private readonly Precedence[] operands;
    private Tuple<int, (string, int?)[]>? pieces; // of the last number of inputs

    /// <summary>Creates a layout.</summary>
    /// <param name="precedence">How tightly the whole holds together.</param>
    /// <param name="pattern">The template.</param>
    /// <param name="operands">
    /// How tightly each operand must hold together to stand there without parentheses; <see cref="Precedence.None"/> where not given.
    /// </param>
    public Template(Precedence precedence, string pattern, params Precedence[] operands)
    {
        Precedence = precedence;
        Pattern = pattern;
        this.operands = operands;
    }

    /// <summary>How tightly the whole holds together.</summary>
    public Precedence Precedence { get; }

    /// <summary>The template.</summary>
    public string Pattern { get; }

    /// <summary>The pattern.</summary>
    /// <inheritdoc/>
    public override string ToString() => Pattern;

    /// <summary>How tightly an operand must hold together.</summary>
    /// <param name="input">Number of the operand, from 0.</param>
    /// <returns>None if it needs no parentheses.</returns>
    public Precedence Operand(int input) => input < operands.Length ? operands[input] : Precedence.None;

    /// <summary>The template from left to right, for so many inputs: what is written as it is, and operands by their number.</summary>
    internal (string Literal, int? Operand)[] Pieces(int inputs)
    {
        Tuple<int, (string, int?)[]>? known = pieces;
        if (known?.Item1 != inputs) pieces = known = Tuple.Create(inputs, Parse(inputs).ToArray());
        return known.Item2;
    }

    private IEnumerable<(string Literal, int? Operand)> Parse(int inputs)
    {
        int start = 0;
        for (int mark; (mark = Pattern.IndexOf('#', start)) >= 0; start = mark + 2)
        {
            if (mark > start) yield return (Pattern[start..mark], null);
            bool isAll = Pattern[mark + 1] == '*';
            int first = isAll ? 0 : Pattern[mark + 1] - '1';
            for (int i = first; i < (isAll ? inputs : first + 1); i++)
            {
                if (i > first) yield return (", ", null);
                yield return ("", i);
            }
        }

        if (start < Pattern.Length) yield return (Pattern[start..], null);
    }
}
