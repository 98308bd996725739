namespace Adjoint.Symbolic;

/// <summary>Writes terms as calls, each once.</summary>
/// <param name="chained">Divide by one factor after the other, x/y/z, which is shorter than x/(y*z) if harder to read.</param>
internal sealed class TermWriter(bool chained)
{
    private readonly Dictionary<Term, Tensor> written = new(ReferenceEqualityComparer.Instance);

    /// <summary>The tensors of terms.</summary>
    public static Tensor[] Write(Term[] terms, bool chained = false)
    {
        var needed = new HashSet<Term>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<Term>(terms);
        while (waiting.TryPop(out Term? term))
        {
            if (!needed.Add(term)) continue;
            foreach (Term part in term.Parts) waiting.Push(part);
        }

        // Constants ask for a gradient, which they never get, so that what is computed of them keeps its formula.
        using Scope scope = GradMode.On();
        var writer = new TermWriter(chained);
        foreach (Term term in needed.OrderBy(t => t.Index)) writer.written.Add(term, writer.Write(term));
        return Array.ConvertAll(terms, term => writer.written[term]);
    }

    private Tensor Write(Term term) => term.Kind switch
    {
        TermKind.Constant => Write(term.Value, term.Type),
        TermKind.Leaf => term.Tensor!,
        TermKind.Sum => WriteSum(term.Value, term.Parts, term.Weights),
        TermKind.Product => WriteMultiple(term, term.Value),
        _ => Engine.Apply(term.Op!, Array.ConvertAll(term.Parts, part => written[part])),
    };

    private static Tensor Write(Number value, DType dtype)
    {
        (double top, double bottom) = value.Printed;
        return bottom == 1 ? Constant(top, dtype) : Constant(top, dtype) / Constant(bottom, dtype);
    }

    private static Tensor Constant(double value, DType dtype) => Tensor.Scalar(value, dtype).WithGrad(dtype.IsFloatingPoint());

    /// <summary>Addends in order, but one with a plus first, if there is one.</summary>
    private Tensor WriteSum(Number value, Term[] parts, Number[] weights)
    {
        int first = Math.Max(0, Array.FindIndex(weights, w => !w.IsNegative));
        bool constantFirst = weights[first].IsNegative && value.Top > 0;
        Tensor total = constantFirst ? Write(value, parts[0].Type) : WriteMultiple(parts[first], weights[first]);
        for (int i = 0; i < parts.Length; i++)
        {
            if (i == first && !constantFirst) continue;
            Tensor part = WriteMultiple(parts[i], weights[i].Magnitude);
            total = weights[i].IsNegative ? total - part : total + part;
        }

        if (constantFirst || value == Number.Zero) return total;
        Tensor addend = Write(value.Magnitude, parts[0].Type);
        return value.IsNegative ? total - addend : total + addend;
    }

    /// <summary>Factors in order, those with negative exponents under a fraction bar.</summary>
    private Tensor WriteMultiple(Term term, Number coefficient)
    {
        (double top, double bottom) = coefficient.Printed;
        var under = new List<Tensor>();
        if (bottom != 1) under.Add(Constant(bottom, term.Type));
        Tensor? over = null;
        ReadOnlySpan<Term> factors = term.Factors;
        for (int i = 0; i < factors.Length; i++)
        {
            Number exponent = term.Exponents[i];
            if (IsBeside(term, i)) continue;
            bool isUnder = exponent.IsNegative;
            Tensor power = Algebra.IsPower(factors[i]) && exponent.IsInteger
                ? WritePower(factors[i], exponent, term, out isUnder)
                : WritePower(written[factors[i]], exponent.Magnitude);
            if (isUnder) under.Add(power);
            else over = over is null ? (Math.Abs(top) == 1 ? power : Constant(Math.Abs(top), term.Type) * power) : over * power;
        }

        if (!chained && under.Count > 1) under = [under.Aggregate((a, b) => a * b)];
        foreach (Tensor divisor in under)
            over = over is null && Math.Abs(top) == 1 ? divisor.Reciprocal() : (over ?? Constant(Math.Abs(top), term.Type)) / divisor;
        return top < 0 ? -over! : over!;
    }

    /// <summary>Whether a factor u^c is written with a power of the same base and an exponent that is no number.</summary>
    private static bool IsBeside(Term product, int place)
    {
        Term u = product.Factors[place];
        if (!product.Exponents[place].IsInteger || !Algebra.Splits(u)) return false;
        for (int i = 0; i < product.Factors.Length; i++)
            if (Algebra.IsPower(product.Factors[i]) && product.Exponents[i].IsInteger && product.Factors[i].Parts[0] == u) return true;
        return false;
    }

    /// <summary>u^(k·r + c), where a product has uʳ with the weight k and u with the weight c.</summary>
    private Tensor WritePower(Term power, Number times, Term product, out bool isUnder)
    {
        (Term u, Term r) = (power.Parts[0], power.Parts[1]);
        int beside = Algebra.Splits(u) ? product.Factors.IndexOf(u) : -1;
        Number added = beside >= 0 && product.Exponents[beside].IsInteger ? product.Exponents[beside] : Number.Zero;
        (Term[] parts, Number[] weights) = r.Kind switch
        {
            TermKind.Sum => (r.Parts, r.Weights),
            TermKind.Product => ([r], [r.Value]),
            _ => ((Term[])[r], (Number[])[Number.One]),
        };
        if (r.Kind == TermKind.Sum) added += r.Value * times;
        weights = [.. weights.Select(weight => weight * times)];
        isUnder = (added.IsNegative || added == Number.Zero) && Array.TrueForAll(weights, weight => weight.IsNegative);
        if (isUnder) (added, weights) = (-added, [.. weights.Select(weight => -weight)]);
        return Engine.Apply(power.Op!, written[u], WriteSum(added, parts, weights));
    }

    private static Tensor WritePower(Tensor factor, Number exponent) => exponent.Value switch
    {
        1 => factor,
        2 => factor.Square(),
        0.5 => factor.Sqrt(),
        _ => factor.Pow(Write(exponent, factor.DType)),
    };
}
