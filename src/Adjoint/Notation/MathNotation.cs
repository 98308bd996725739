using System.Text;

namespace Adjoint.Notation;

/// <summary>How an operation is written on paper: as plain text, which the expression language reads back, and in LaTeX.</summary>
/// <param name="Text">In plain text.</param>
/// <param name="Latex">In LaTeX, math mode.</param>
public sealed record MathNotation(Template Text, Template Latex)
{
    /// <summary>A function of all inputs, followed by attributes: <c>sum(x, axes=[0])</c>.</summary>
    /// <param name="name">The name; words run together with capitals are written with underscores.</param>
    /// <param name="attributes">What else stands between the parentheses.</param>
    /// <returns>The notation.</returns>
    public static MathNotation Function(string name, params ReadOnlySpan<string> attributes) => Named(name, null, attributes);

    /// <summary>A function of all inputs whose name LaTeX has a command for, such as <c>\sin</c>.</summary>
    /// <param name="name">The name; words run together with capitals are written with underscores.</param>
    /// <param name="latex">The name in LaTeX; null for the name in upright letters.</param>
    /// <param name="attributes">What else stands between the parentheses.</param>
    /// <returns>The notation.</returns>
    public static MathNotation Named(string name, string? latex, params ReadOnlySpan<string> attributes)
    {
        string written = SnakeCase(name);
        string arguments = attributes.IsEmpty ? "#*" : $"#*, {string.Join(", ", attributes)}";
        latex ??= $@"\operatorname{{{Escaped(written)}}}";
        return new MathNotation(
            new Template(Precedence.Atom, $"{written}({arguments})"),
            new Template(Precedence.Atom, $@"{latex}\left({Escaped(arguments)}\right)"));
    }

    /// <summary>A sign between two operands, read from left to right.</summary>
    /// <param name="precedence">How tightly the whole holds together; the right operand must hold tighter.</param>
    /// <param name="sign">The sign in text, with spaces if it has any around it.</param>
    /// <param name="latex">The sign in LaTeX.</param>
    /// <returns>The notation.</returns>
    public static MathNotation Infix(Precedence precedence, string sign, string latex)
    {
        // A minus in front of a product binds between sums and products: it may begin a sum, but not follow a sign.
        Precedence right = precedence == Precedence.Sum ? Precedence.Product : precedence + 1;
        return new MathNotation(
            new Template(precedence, $"#1{sign}#2", precedence, right), new Template(precedence, $"#1 {latex} #2", precedence, right));
    }

    /// <summary>A number with as many digits as tell it from its neighbours, such as <c>2</c>, <c>0.1</c> and <c>1e-05</c>.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Its text; <c>nan</c>, <c>inf</c> or <c>-inf</c> for what is no number.</returns>
    public static string Number(double value) => Number(value, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>The same with the digits that a type of fewer bits needs.</summary>
    internal static string Number(double value, string digits) =>
        double.IsFinite(value) ? digits.Replace('E', 'e') : double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    /// <summary>A name of words run together with capitals, with underscores between them instead.</summary>
    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i])) text.Append('_');
            text.Append(char.ToLower(name[i], CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static string Escaped(string text) => text.Replace("_", @"\_", StringComparison.Ordinal);
}
