using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>To which whole number is rounded.</summary>
internal enum RoundingRule
{
    /// <summary>The next below.</summary>
    Floor,

    /// <summary>The next above.</summary>
    Ceil,

    /// <summary>The nearest, of two the even one.</summary>
    Round,

    /// <summary>The next towards 0.</summary>
    Trunc,
}

/// <summary>A whole number near x; integers stay. The slope is 0.</summary>
internal sealed record WholeNumber(RoundingRule Rule) : PointwiseOp
{
    internal static readonly WholeNumber Floor = new(RoundingRule.Floor);
    internal static readonly WholeNumber Ceil = new(RoundingRule.Ceil);
    internal static readonly WholeNumber Round = new(RoundingRule.Round);
    internal static readonly WholeNumber Trunc = new(RoundingRule.Trunc);

    public override OpFacts Facts => Rule switch
    {
        RoundingRule.Floor => Between("floor", @"\left\lfloor #1\right\rfloor"),
        RoundingRule.Ceil => Between("ceil", @"\left\lceil #1\right\rceil"),
        _ => OpFacts.Scalar(Name) with { IsMonotone = true, Parity = Parity.Odd },
    };

    public override string Name => Rule.ToString();

    public override Keep Keeps => Keep.Shapes;

    protected override bool TakesIntegers => true;

    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        switch (Rule)
        {
            case RoundingRule.Floor: TensorPrimitives.Floor(x, y); break;
            case RoundingRule.Ceil: TensorPrimitives.Ceiling(x, y); break;
            case RoundingRule.Round: TensorPrimitives.Round(x, y); break;
            default: TensorPrimitives.Truncate(x, y); break;
        }
    }

    protected override void MapInteger<T>(ReadOnlySpan<T> x, Span<T> y) => x.CopyTo(y);

    private static OpFacts Between(string name, string latex) =>
        new(new MathNotation(new Template(Precedence.Atom, $"{name}(#1)"), new Template(Precedence.Atom, latex)))
        {
            Spellings = [name],
            IsMonotone = true,
        };
}
