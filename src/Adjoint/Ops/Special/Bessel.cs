namespace Adjoint.Ops;

/// <summary>The modified Bessel function Iₙ(x) of the first kind, or e^−|x|·Iₙ(x).</summary>
internal sealed record Bessel(int Order, bool IsScaled) : PointwiseOp
{
    public override OpFacts Facts => new(new MathNotation(
        new Template(Precedence.Atom, $"{(IsScaled ? "bessel_ie" : "bessel_i")}(#1, {Order})"),
        new Template(
            IsScaled ? Precedence.Product : Precedence.Atom,
            IsScaled ? $@"e^{{-\left|#1\right|}} \cdot I_{{{Order}}}\left(#1\right)" : $@"I_{{{Order}}}\left(#1\right)")))
    {
        Parity = (Order & 1) == 0 ? Parity.Even : Parity.Odd,
    };

    public override Keep Keeps => IsScaled ? Keep.Inputs | Keep.Output : Keep.Inputs;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y) => ScalarMap.Run(x, y, new BesselFunction(Order, IsScaled));

    protected override Tensor? Slope(Tensor x, Tensor y)
    {
        Tensor above = Engine.Apply(new Bessel(Order + 1, IsScaled), x);
        Tensor slope = Order == 0 ? above : (Engine.Apply(new Bessel(Order - 1, IsScaled), x) + above) * 0.5;
        return IsScaled ? slope - (x.Sign() * y) : slope;
    }
}
