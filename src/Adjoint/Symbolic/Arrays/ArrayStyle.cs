namespace Adjoint.Symbolic;

/// <summary>The signs, names and brackets of text, as the parser reads them.</summary>
internal class ArrayStyle
{
    public static readonly ArrayStyle Text = new();

    public static readonly ArrayStyle Latex = new LatexArrayStyle();

    /// <summary>The sign between entries that are multiplied.</summary>
    public virtual string Entrywise => " ∘ ";

    /// <summary>The sign that people type for the same, and for numbers.</summary>
    public virtual string Times => " * ";

    public virtual string Matrix => " @ ";

    /// <summary>The sign between a factor and a number behind it.</summary>
    public virtual string NumberTimes => "*";

    /// <summary>Whether a fraction has a line of its own, so that its parts need no brackets.</summary>
    public virtual bool IsFraction => false;

    public virtual string Name(string name) => name;

    public virtual string Number(double value) => Symbols.Text.Number(value, DType.Float64, out _);

    public virtual string Brackets(string text) => $"({text})";

    public virtual bool StartsWithBracket(string text) => text[0] == '(';

    public virtual string Fraction(string top, string bottom) => $"{top}/{bottom}";

    public virtual string Transposed(string x) => x + "ᵀ";

    public virtual string Inverse(string x) => x + "⁻¹";

    public virtual string InverseTransposed(string x) => x + "⁻ᵀ";

    public virtual string Root(string x) => $"sqrt({x})";

    public virtual string Exponent(string exponent, Precedence precedence) => precedence < Precedence.Atom ? $"({exponent})" : exponent;

    public virtual string Raised(string x, string exponent) => $"{x}^{exponent}";

    public virtual string Indexed(string x, string[] at) => $"{x}[{string.Join(", ", at)}]";

    public virtual string List(IEnumerable<string> parts) => $"[{string.Join(", ", parts)}]";

    public virtual string Literal(Tensor value) => value.Rank == 0
        ? Number(value.To(DType.Float64).Item())
        : List(Enumerable.Range(0, value.Shape[0]).Select(i => Literal(value.Select(0, i))));

    public virtual string Option(string name, double value) => $"{name}={Number(value)}";

    public virtual (string Text, Precedence Precedence) IndexSum(string index, string from, string to, string body,
        Precedence precedence) =>
        ($"sum({index}, {from}, {to}, {body})", Precedence.Atom);

    public virtual string Function(ArrayNode node, string[] arguments, IEnumerable<string> options) =>
        $"{node.Function.Name}({string.Join(", ", arguments.Concat(options))})";
}
