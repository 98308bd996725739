using Adjoint.Core;
using Adjoint.Ops;

namespace Adjoint.Symbolic;

internal sealed partial class Algebra
{
    /// <summary>An operation applied to terms.</summary>
    public Term Apply(Op op, DType type, params Term[] x)
    {
        if (Array.TrueForAll(x, t => t.Kind == TermKind.Constant) && Folded(op, type, x) is { } number)
        {
            // sqrt(2) says more than its digits.
            Term written = table.Function(op, type, x);
            return number.Length <= written.Length ? number : written;
        }

        OpFacts facts = op.Facts;
        if (facts.InverseOf is { } inner && inner.Equals(x[0].Op)) return x[0].Parts[0];
        if (facts.Parity != Parity.None && Opposite(x[0]) is { } opposite)
            return Power(Apply(op, type, opposite), Number.One, new Number(facts.Parity == Parity.Odd ? -1 : 1, 1));
        if (facts.IsExponential && x[0] is { Kind: TermKind.Product, Parts: [{ Op: { } within } part] }
            && within.Equals(facts.InverseOf) && x[0].Weights[0] == Number.One) return Power(part.Parts[0], x[0].Value);
        if (facts.Absorbing is { } absorbing && Array.Exists(x, term => term.IsNumber(absorbing)))
            return table.Constant(Number.From(absorbing), type);
        switch (op)
        {
            case Abs when IsNonNegative(x[0]):
                return x[0];
            case Pow when x[0].IsNumber(1):
                return x[0];
            case Minimum or Maximum when x[0] == x[1]:
                return x[0];
            case Op when facts.IsCommutative:
                if (Term.CompareFactors(x[0], x[1]) > 0) x = [x[1], x[0]];
                break;
            case Where when x[0].Kind == TermKind.Constant:
                return x[0].Value == Number.Zero ? x[2] : x[1];
            case Where when x[1] == x[2]:
                return x[1];
        }

        return table.Function(op, type, x);
    }

    private Term? Folded(Op op, DType type, Term[] x)
    {
        using Scope scope = GradMode.Off();
        double value = Engine.Apply(op, [.. x.Select(t => Tensor.Scalar(t.Value.Value, t.Type))]).Item();
        return double.IsFinite(value) ? table.Constant(Number.From(value, type), type) : null;
    }

    private Term Power(Term term, Number exponent, Number coefficient)
    {
        var product = new WeightedTerms(coefficient);
        Multiply(product, term, exponent);
        return Product(product, term.Type);
    }

    /// <summary>−x, if x is the one of the two with a minus in front.</summary>
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

        return x.Op is { } op && op.Facts.IsNonNegative;
    }
}
