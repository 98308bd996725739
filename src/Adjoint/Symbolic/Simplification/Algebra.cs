namespace Adjoint.Symbolic;

/// <summary>
/// The rules by which terms are put together. None changes a value where the formula was defined; some are defined at more
/// points, as 1 is where x/x is not.
/// </summary>
internal sealed partial class Algebra
{
    private readonly TermTable table = new();

    /// <summary>Where terms are made.</summary>
    public TermTable Table => table;

    private static Term Shorter(Term preferred, Term other) => other.Length < preferred.Length ? other : preferred;

    /// <summary>An operation applied to terms.</summary>
    public Term Apply(Op op, DType dtype, params Term[] x)
    {
        if (Array.TrueForAll(x, t => t.Kind == TermKind.Constant) && Folded(op, dtype, x) is { } number)
        {
            // sqrt(2) says more than its digits.
            Term written = table.Function(op, dtype, x);
            return number.Length <= written.Length ? number : written;
        }

        OpFacts facts = OperationTable.FactsOf(op);
        OperationEntry entry = OperationTable.Of(op);
        if (facts.InverseOf is { } inner && inner.Equals(x[0].Op)) return x[0].Parts[0];
        if (facts.Parity != Parity.None && Opposite(x[0]) is { } opposite)
            return Product(facts.Parity == Parity.Odd ? -Number.One : Number.One, (Apply(op, dtype, opposite), Number.One));
        if (facts.IsExponential && x[0] is { Kind: TermKind.Product, Parts: [{ Op: { } within } part] }
            && within.Equals(facts.InverseOf) && x[0].Weights[0] == Number.One) return Product(Number.One, (part.Parts[0], x[0].Value));
        if (facts.Absorbing is { } absorbing && Array.Exists(x, term => term.IsNumber(absorbing)))
            return table.Constant(Number.From(absorbing), dtype);
        if (op == OperationTable.Magnitude && IsNonNegative(x[0])) return x[0];
        if (entry.Choices is { } first && Array.TrueForAll(x[first..], choice => choice == x[first])) return x[first];
        if (x.Length > 1 && entry.Select?.Invoke(op, Known(x[0]), Known(x[1])) is { } input) return x[input];
        if (entry.IsPower) return Power(op, dtype, x[0], x[1]);
        if (Piecewise(op, dtype, x) is { } chosen) return chosen;
        if (facts.IsCommutative && Term.CompareFactors(x[0], x[1]) > 0) x = [x[1], x[0]];
        return table.Function(op, dtype, x);
    }

    private static double? Known(Term term) => term.Kind == TermKind.Constant ? term.Value.Value : null;

    private Term? Folded(Op op, DType dtype, Term[] x)
    {
        using Scope scope = GradMode.Off();
        double value = Engine.Apply(op, [.. x.Select(t => Tensor.Scalar(t.Value.Value, t.Type))]).Item();
        return double.IsFinite(value) ? table.Constant(Number.From(value, dtype), dtype) : null;
    }

    /// <summary>−x, if x has a minus in front; else null.</summary>
    private Term? Opposite(Term x) => x.Kind switch
    {
        TermKind.Product when x.Value.IsNegative => table.Scale(x, -x.Value),
        TermKind.Sum when x.Weights[0].IsNegative => Multiple(x, -Number.One),
        _ => null,
    };

    private static bool IsNonNegative(Term x)
    {
        if (x.Kind == TermKind.Product)
        {
            if (x.Value.IsNegative) return false;
            for (int i = 0; i < x.Parts.Length; i++)
                if (!x.Weights[i].IsEven && x.Weights[i].IsInteger && !IsNonNegative(x.Parts[i])) return false;
            return true;
        }

        return x.Op is { } op && OperationTable.FactsOf(op).IsNonNegative;
    }
}
