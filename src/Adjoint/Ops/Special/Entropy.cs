namespace Adjoint.Ops;

/// <summary>−x·log(x); 0 at 0, −∞ below.</summary>
internal sealed record Entr : PointwiseOp
{
    internal static readonly Entr Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name) with { Domain = "#1 > 0" };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        VectorMap.Run<T, LogFunction<T>>(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            T value = x[i];
            y[i] = value > T.Zero ? -value * y[i] : value == T.Zero ? T.Zero : value < T.Zero ? T.NegativeInfinity : value;
        }
    }

    protected override Tensor? Slope(Tensor x, Tensor y) => -x.Log() - 1;
}

/// <summary>x·log(y), or x·log(1 + y); 0 where x is 0, unless y is NaN.</summary>
internal sealed record XLogY(bool IsFromOne) : PointwiseBinaryOp
{
    internal static readonly XLogY Plain = new(false);
    internal static readonly XLogY FromOne = new(true);

    public override OpFacts Facts => OpFacts.Function(Name);

    public override string Name => IsFromOne ? "Xlog1py" : "Xlogy";

    protected override bool TakesIntegers => false;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        if (IsFromOne) VectorMap.Run<T, PolynomialFunctions.Log1pFunction<T>>(b, y);
        else VectorMap.Run<T, LogFunction<T>>(b, y);
        for (int i = 0; i < y.Length; i++) y[i] = a[i] == T.Zero && !T.IsNaN(b[i]) ? T.Zero : a[i] * y[i];
    }

    protected override Tensor? Slope(Call call, int input)
    {
        (Tensor a, Tensor b) = (call[0], call[1]);
        if (input == 1) return IsFromOne ? a / (b + 1) : a / b;
        // As in PyTorch: where 0·log(0) counts as 0, so does its slope.
        return Where.ZeroAt(a.Equal(0).And(b.LessEqual(IsFromOne ? -1 : 0)), IsFromOne ? b.Log1p() : b.Log());
    }
}

/// <summary>log(x / (1 − x)), exact around ½; NaN outside [0, 1].</summary>
internal sealed record Logit : PointwiseOp
{
    internal static readonly Logit Op = new();

    public override OpFacts Facts => OpFacts.Scalar(Name) with { Domain = "0 < #1 < 1", InverseOf = Sigmoid.Op, IsMonotone = true };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        // Between ¼ and ¾ log(1 + (2x − 1)/(1 − x)), both exact; elsewhere the logarithm of the quotient.
        T one = T.One, two = one + one, quarter = one / (two + two);
        const int block = 256;
        Span<T> near = stackalloc T[block];
        for (int start = 0; start < x.Length; start += block)
        {
            int length = Math.Min(block, x.Length - start);
            ReadOnlySpan<T> p = x.Slice(start, length);
            Span<T> inner = near[..length], outer = y.Slice(start, length);
            for (int i = 0; i < length; i++)
            {
                inner[i] = ((p[i] + p[i]) - one) / (one - p[i]);
                outer[i] = p[i] / (one - p[i]);
            }

            VectorMap.Run<T, PolynomialFunctions.Log1pFunction<T>>(inner, inner);
            VectorMap.Run<T, LogFunction<T>>(outer, outer);
            for (int i = 0; i < length; i++)
                if (p[i] >= quarter && p[i] <= one - quarter) outer[i] = inner[i];
        }
    }

    protected override Tensor? Slope(Tensor x, Tensor y) => Tensor.Where(
        x.Less(0).Or(x.Greater(1)), Tensor.Scalar(double.NaN, x.DType), (x * (1 - x)).Reciprocal());
}
