namespace Adjoint.Symbolic;

/// <summary>The signs, names and brackets of LaTeX with amsmath, for math mode.</summary>
internal sealed class LatexArrayStyle : ArrayStyle
{
    private static readonly Dictionary<string, string> Functions = new()
    {
        ["sigmoid"] = @"\sigma",
        ["exp"] = @"\exp",
        ["log"] = @"\log",
        ["sin"] = @"\sin",
        ["cos"] = @"\cos",
        ["tan"] = @"\tan",
        ["sinh"] = @"\sinh",
        ["cosh"] = @"\cosh",
        ["tanh"] = @"\tanh",
        ["max"] = @"\max",
        ["min"] = @"\min",
    };

    public override string Entrywise => @" \circ ";

    public override string Times => @" \circ ";

    public override string Matrix => @"\, ";

    public override string NumberTimes => @" \cdot ";

    public override bool IsFraction => true;

    public override string Name(string name) => Symbols.Latex.Name(name);

    public override string Number(double value) => Symbols.Latex.Number(value, DType.Float64, out _);

    public override string Brackets(string text) => $@"\left({text}\right)";

    public override bool StartsWithBracket(string text) => text.StartsWith(@"\left(", StringComparison.Ordinal);

    public override string Fraction(string top, string bottom) => $@"\frac{{{top}}}{{{bottom}}}";

    public override string Transposed(string x) => $@"{Grouped(x)}^{{\top}}";

    public override string Inverse(string x) => $"{Grouped(x)}^{{-1}}";

    public override string InverseTransposed(string x) => $@"{Grouped(x)}^{{-\top}}";

    public override string Root(string x) => $@"\sqrt{{{x}}}";

    public override string Exponent(string exponent, Precedence precedence) => exponent;

    public override string Raised(string x, string exponent) => $"{Grouped(x)}^{{{exponent}}}";

    public override string Indexed(string x, string[] at) => $"{{{x}}}_{{{string.Join(',', at)}}}";

    public override string List(IEnumerable<string> parts) => $@"\begin{{pmatrix}}{string.Join(@" \\ ", parts)}\end{{pmatrix}}";

    public override string Literal(Tensor value) => value.Rank switch
    {
        0 => Number(value.To(DType.Float64).Item()),
        1 => List(ArrayValues.Entries(value).Select(Number)),
        2 => List(Enumerable.Range(0, value.Shape[0])
            .Select(i => string.Join(" & ", ArrayValues.Entries(value.Select(0, i)).Select(Number)))),
        _ => base.Literal(value),
    };

    public override string Option(string name, double value) => $@"\mathrm{{{name}}}={Number(value)}";

    public override (string Text, Precedence Precedence) IndexSum(string index, string from, string to, string body,
        Precedence precedence) =>
        ($@"\sum_{{{index}={from}}}^{{{to}}} {(precedence < Precedence.Product ? Brackets(body) : body)}", Precedence.Product);

    public override string Function(ArrayNode node, string[] arguments, IEnumerable<string> options)
    {
        if (node.Is(ArrayTable.OneHot)) return $"e_{{{arguments[0]}}}";
        if (node.Is(ArrayTable.Eye) || node.Is(ArrayTable.Ones) || node.Is(ArrayTable.Zeros))
            return $"{node.Function.Latex}_{{{string.Join(@" \times ", arguments)}}}";
        if (node.Function.Latex is { } pattern)
        {
            for (int i = 0; i < arguments.Length; i++) pattern = pattern.Replace($"#{i + 1}", arguments[i], StringComparison.Ordinal);
            return pattern;
        }

        string name = node.Function.Name;
        string primes = name[name.TrimEnd('\'').Length..];
        name = name.TrimEnd('\'');
        string written = Functions.GetValueOrDefault(name) ?? $@"\operatorname{{{name.Replace("_", @"\_", StringComparison.Ordinal)}}}";
        return written + primes + Brackets(string.Join(", ", arguments.Concat(options)));
    }

    /// <summary>What already has a power or an index takes another one in braces.</summary>
    private static string Grouped(string x) => x.Contains('^', StringComparison.Ordinal)
        && !x.StartsWith(@"\left(", StringComparison.Ordinal) ? $"{{{x}}}" : x;
}
