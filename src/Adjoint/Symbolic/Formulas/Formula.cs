namespace Adjoint.Symbolic;

/// <summary>Writes the graph behind a tensor as a formula, each operation in its own <see cref="MathNotation"/>.</summary>
/// <remarks>
/// Leaves are written by their <see cref="Tensor.Name"/>; a number without a name by its value. A constant that was computed is written as
/// it was computed. A subexpression that is used several times is written out each time, unless that makes the formula many times as long
/// as the graph; then it is named by a statement in front: <c>t1 = x^2; t1 + 1/t1</c>. Nothing recurses, so any depth is fine.
/// </remarks>
public static class Formula
{
    /// <summary>Plain text, which <see cref="Expression.Parse"/> reads back if all operations are functions of numbers.</summary>
    public static string Text(Tensor root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Text(root, null);
    }

    /// <summary>LaTeX, for math mode.</summary>
    public static string Latex(Tensor root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Latex(root, null);
    }

    /// <summary>Plain text in which some tensors are written by names instead of formulas.</summary>
    internal static string Text(Tensor root, Func<Tensor, string?>? names) => new FormulaWriter(Symbols.Text, names).Write(root);

    /// <summary>LaTeX in which some tensors are written by names, given as text, instead of formulas.</summary>
    internal static string Latex(Tensor root, Func<Tensor, string?>? names) => new FormulaWriter(Symbols.Latex, names).Write(root);

    /// <summary>One operation on named inputs: <c>log(x)</c>.</summary>
    internal static string Text(Call call, Func<Tensor, string?> names) => new FormulaWriter(Symbols.Text, names).Write(call);

    /// <summary>One operation on named inputs, in LaTeX.</summary>
    internal static string Latex(Call call, Func<Tensor, string?> names) => new FormulaWriter(Symbols.Latex, names).Write(call);
}
