namespace Adjoint.Ops;

/// <summary>The n-th derivative of sin(πx) / (πx), which is 1 at 0.</summary>
internal sealed record Sinc(int Order) : PointwiseOp
{
    internal static readonly Sinc Op = new(0);

    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Atom, Order == 0 ? "sinc(#1)" : $"sinc(#1, {Order})"),
        new Template(
            Precedence.Atom, $@"\operatorname{{sinc}}{(Order == 0 ? "" : $"^{{({Order})}}")}\left(#1\right)")))
    {
        Parity = (Order & 1) == 0 ? Parity.Even : Parity.Odd,
    };

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => ScalarMap.Run(x, y, new SincFunction(Order));

    protected override Tensor? Slope(Tensor x, Tensor y) => Engine.Apply(new Sinc(Order + 1), x);
}
