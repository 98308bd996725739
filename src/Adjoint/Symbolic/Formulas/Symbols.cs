namespace Adjoint.Symbolic;

/// <summary>How a formula is written: by which of an operation's templates, and with which names, numbers and parentheses.</summary>
internal class Symbols(string open = "(", string close = ")", string endStatement = "; ")
{
    /// <summary>Plain text, as the expression language reads it.</summary>
    public static readonly Symbols Text = new();

    /// <summary>LaTeX, for math mode.</summary>
    public static readonly Symbols Latex = new LatexSymbols();

    public string Open => open;

    public string Close => close;

    public string EndStatement => endStatement;

    public virtual Template TemplateOf(MathNotation notation) => notation.Text;

    /// <summary>How a call is written, which may depend on its inputs.</summary>
    public Template TemplateOf(Call call) =>
        TemplateOf(CallNotation.Of(call) ?? OperationTable.FactsOf(call.Op).Notation);

    public virtual string Name(string name) => name;

    public virtual string Number(double value, DType dtype, out Precedence precedence)
    {
        precedence = double.IsNegative(value) ? Precedence.Negation : Precedence.Atom;
        return dtype.Write(value);
    }

    public string Statement(string name) => $"{Name(name)} = ";
}
