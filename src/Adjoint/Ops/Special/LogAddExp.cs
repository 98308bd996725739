namespace Adjoint.Ops;

/// <summary>log(eᵃ + eᵇ), or log₂(2ᵃ + 2ᵇ), without overflow.</summary>
internal sealed record LogAddExp(bool IsBinary) : PointwiseBinaryOp
{
    internal static readonly LogAddExp Natural = new(false);
    internal static readonly LogAddExp Binary = new(true);
    private static readonly double Log2 = Math.Log(2);

    public override OpFacts Facts => OpFacts.Function(Name) with { IsCommutative = true };

    public override string Name => IsBinary ? "LogAddExp2" : "LogAddExp";

    protected override bool TakesIntegers => false;

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        // max(a, b) + log(1 + e^−|a − b|); the difference of equal infinities is 0.
        T scale = T.CreateTruncating(IsBinary ? Log2 : 1);
        for (int i = 0; i < y.Length; i++) y[i] = a[i] == b[i] ? T.Zero : -T.Abs(a[i] - b[i]) * scale;
        VectorMap.Run<T, ExpFunction<T>>(y, y);
        VectorMap.Run<T, PolynomialFunctions.Log1pFunction<T>>(y, y);
        for (int i = 0; i < y.Length; i++) y[i] = T.Max(a[i], b[i]) + (y[i] / scale);
    }

    protected override Tensor? Slope(Call call, int input)
    {
        Tensor difference = call[input] - call[1 - input];
        return (IsBinary ? difference * Log2 : difference).Sigmoid();
    }
}
