namespace Adjoint.Symbolic;

/// <summary>
/// Brings scalar formulas into a short normal form: constants folded, like terms and powers put together, common factors
/// taken out, factors and addends in a fixed order.
/// </summary>
/// <remarks>
/// <para>
/// Where the formula that is given has a finite value, what comes out has the same value, up to rounding. It may have a
/// value at further points: x/x becomes 1 also at 0, √x·√x becomes x also below 0, sin(asin x) becomes x. It never loses one:
/// √(x²) becomes |x|, and √(xy) stays, since √x·√y is not defined where both are negative.
/// </para>
/// <para>
/// Numbers are exact fractions as long as they can be: x/3 + x/3 is 2*x/3. Constants with names, such as pi, and those whose
/// digits take more room than what they come from, such as sqrt(2) and sin(3), stay as they are. Addends come by falling
/// degree, then variables by name, then functions.
/// </para>
/// <para>The work is linear in the size of the graph, apart from sorting, and nothing recurses.</para>
/// </remarks>
public static class Simplifier
{
    /// <summary>Another pass may find more; in practice the second changes nothing.</summary>
    private const int MostPasses = 4;

    /// <summary>Simplifies one formula.</summary>
    /// <param name="root">A single number, computed from symbolic tensors and constants.</param>
    /// <returns>The same function of the same leaves; never longer on paper, with what is shared written out.</returns>
    /// <exception cref="ShapeException">The root is not a single number without axes.</exception>
    public static Tensor Simplify(Tensor root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Simplify([root])[0];
    }

    /// <summary>Simplifies formulas together, so that what they share is one piece of graph afterwards.</summary>
    /// <param name="roots">The formulas.</param>
    /// <returns>The simplified formulas, in their order.</returns>
    /// <exception cref="ShapeException">A root is not a single number without axes.</exception>
    public static Tensor[] Simplify(params ReadOnlySpan<Tensor> roots)
    {
        foreach (Tensor root in roots)
        {
            ArgumentNullException.ThrowIfNull(root, nameof(roots));
            if (root.Rank != 0)
                throw new ShapeException(
                    $"Simplify: a formula is a single number, not a tensor of shape {root.Shape}; index or reduce it first.");
        }

        Tensor[] given = FormulaExpansion.Of(roots);
        Tensor[] formulas = Simplified(given, dropsLimits: false);
        if (!PostOrder.Of(given, _ => true).Exists(call => OperationTable.IsLimit(call.Op))) return formulas;
        // A limit at a point is not written, but it keeps terms apart: it goes where the formula gets shorter.
        Tensor[] dropped = Simplified(given, dropsLimits: true);
        var length = new FormulaLength();
        for (int i = 0; i < formulas.Length; i++)
            if (length.Of(dropped[i]) < length.Of(formulas[i])) formulas[i] = dropped[i];
        return formulas;
    }

    private static Tensor[] Simplified(Tensor[] given, bool dropsLimits)
    {
        var algebra = new Algebra { DropsLimits = dropsLimits };
        var leaves = new VariableOrder(given);
        Term[] known = [];
        Tensor[] formulas = given;
        for (int pass = 0; pass < MostPasses; pass++)
        {
            Term[] terms = new TermReader(algebra, leaves).Read(formulas);
            if (terms.AsSpan().SequenceEqual(known)) break;
            known = terms;
            formulas = TermWriter.Write(terms);
        }

        // Should the form that is easier to read be longer than what was given, a shorter one is taken.
        var length = new FormulaLength();
        Tensor[]? chained = null;
        for (int i = 0; i < formulas.Length; i++)
        {
            double longest = length.Of(given[i]);
            if (length.Of(formulas[i]) <= longest) continue;
            chained ??= TermWriter.Write(known, chained: true);
            formulas[i] = length.Of(chained[i]) <= longest ? chained[i] : given[i];
        }

        return formulas;
    }
}
