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
        TermKind.Sum => WriteSum(term),
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
    private Tensor WriteSum(Term sum)
    {
        int first = Math.Max(0, Array.FindIndex(sum.Weights, w => !w.IsNegative));
        bool constantFirst = sum.Weights[first].IsNegative && sum.Value.Top > 0;
        Tensor total = constantFirst ? Write(sum.Value, sum.Type) : WriteMultiple(sum.Parts[first], sum.Weights[first]);
        for (int i = 0; i < sum.Parts.Length; i++)
        {
            if (i == first && !constantFirst) continue;
            Tensor part = WriteMultiple(sum.Parts[i], sum.Weights[i].Magnitude);
            total = sum.Weights[i].IsNegative ? total - part : total + part;
        }

        if (constantFirst || sum.Value == Number.Zero) return total;
        Tensor addend = Write(sum.Value.Magnitude, sum.Type);
        return sum.Value.IsNegative ? total - addend : total + addend;
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
            Tensor power = WritePower(written[factors[i]], exponent.Magnitude);
            if (exponent.IsNegative) under.Add(power);
            else over = over is null ? (Math.Abs(top) == 1 ? power : Constant(Math.Abs(top), term.Type) * power) : over * power;
        }

        if (!chained && under.Count > 1) under = [under.Aggregate((a, b) => a * b)];
        foreach (Tensor divisor in under)
            over = over is null && Math.Abs(top) == 1 ? divisor.Reciprocal() : (over ?? Constant(Math.Abs(top), term.Type)) / divisor;
        return top < 0 ? -over! : over!;
    }

    private static Tensor WritePower(Tensor factor, Number exponent) => exponent.Value switch
    {
        1 => factor,
        2 => factor.Square(),
        0.5 => factor.Sqrt(),
        double value => factor.Pow(Constant(value, factor.DType)),
    };
}
