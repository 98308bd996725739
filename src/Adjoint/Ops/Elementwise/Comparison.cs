using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>Operations on tensors of one shape, element by element, whose result is bool and has no derivative.</summary>
internal abstract record TruthOp : NondifferentiableOp
{
    public sealed override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    public sealed override Work? Work(Call call) => new Work(0, call.Spec.Numel);

    protected internal sealed override Op? OnBatch(int size) => this;
}

/// <summary>How two numbers are compared.</summary>
internal enum Relation
{
    /// <summary>a = b.</summary>
    Equal,

    /// <summary>a ≠ b; true where either is NaN.</summary>
    NotEqual,

    /// <summary>a &lt; b.</summary>
    Less,

    /// <summary>a ≤ b.</summary>
    LessEqual,
}

/// <summary>Compares two tensors of one shape and type.</summary>
internal sealed record Compare(Relation Relation) : TruthOp, INumberOp, IRowOp
{
    public override OpFacts Facts => new(Relation switch
    {
        Relation.Equal => MathNotation.Infix(Precedence.Comparison, " == ", "="),
        Relation.NotEqual => MathNotation.Infix(Precedence.Comparison, " != ", @"\neq"),
        Relation.Less => MathNotation.Infix(Precedence.Comparison, " < ", "<"),
        _ => MathNotation.Infix(Precedence.Comparison, " <= ", @"\leq"),
    })
    {
        IsCommutative = Relation is Relation.Equal or Relation.NotEqual,
    };

    public override string Name => Relation.ToString();

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Alike(this, x);
        return new Spec(DType.Bool, x[0].Shape);
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
        PointwiseRun.Binary<T, byte, Map<T>>(x[0], x[1], y[0], new Map<T>(Relation));

    void IRowOp.Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> y)
    {
        switch (Relation)
        {
            case Relation.Equal: Run<Selection.Equal<double>>(a, b, y); break;
            case Relation.NotEqual: Run<Selection.NotEqual<double>>(a, b, y); break;
            case Relation.Less: Run<Selection.Less<double>>(a, b, y); break;
            default: Run<Selection.LessEqual<double>>(a, b, y); break;
        }
    }

    private static void Run<TRelation>(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y)
        where TRelation : struct, Selection.IRelation<double>
    {
        for (int i = 0; i < y.Length; i++) y[i] = TRelation.Holds(a[i], b[i]) ? 1 : 0;
    }

    private readonly struct Map<T>(Relation relation) : IRowMap<T, T, byte, byte> where T : unmanaged, INumber<T>
    {
        void IRowMap<T, T, byte, byte>.Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<byte> c, Span<byte> y)
        {
            switch (relation)
            {
                case Relation.Equal: Selection.Compare<T, Selection.Equal<T>>(a, b, y); break;
                case Relation.NotEqual: Selection.Compare<T, Selection.NotEqual<T>>(a, b, y); break;
                case Relation.Less: Selection.Compare<T, Selection.Less<T>>(a, b, y); break;
                default: Selection.Compare<T, Selection.LessEqual<T>>(a, b, y); break;
            }
        }
    }
}

/// <summary>Whether the sign is a minus, of −0 and NaN too.</summary>
internal sealed record SignBit : TruthOp, INumberOp
{
    internal static readonly SignBit Op = new();

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.One(this, x) with { DType = DType.Bool };

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
        PointwiseRun.Unary<T, byte, Map<T>>(x[0], y[0], default);

    private readonly struct Map<T> : IRowMap<T, byte, byte, byte> where T : unmanaged, INumber<T>
    {
        void IRowMap<T, byte, byte, byte>.Map(ReadOnlySpan<T> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<byte> y)
        {
            for (int i = 0; i < y.Length; i++) y[i] = T.IsNegative(a[i]) ? (byte)1 : (byte)0;
        }
    }
}

/// <summary>Which truth values are combined how.</summary>
internal enum Connective
{
    /// <summary>Both.</summary>
    And,

    /// <summary>Either or both.</summary>
    Or,

    /// <summary>Exactly one.</summary>
    Xor,
}

/// <summary>Combines two bool tensors of one shape element by element.</summary>
internal sealed record Logical(Connective Connective) : TruthOp, IRowOp
{
    public override OpFacts Facts => new(Connective switch
    {
        Connective.And => MathNotation.Infix(Precedence.Truth, " and ", @"\wedge"),
        Connective.Or => MathNotation.Infix(Precedence.Truth, " or ", @"\vee"),
        _ => MathNotation.Infix(Precedence.Truth, " xor ", @"\oplus"),
    })
    {
        IsCommutative = true,
        Absorbing = Connective switch { Connective.And => 0, Connective.Or => 1, _ => null },
    };

    public override string Name => Connective.ToString();

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Alike(this, x);
        if (x[0].DType != DType.Bool)
            throw new DTypeException($"{Name}: combines bool tensors, not {x[0].DType.Name()}; compare first, say with NotEqual(0).");
        return new Spec(DType.Bool, x[0].Shape);
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) =>
        Kernel.Of((inputs, results) => PointwiseRun.Binary<byte, byte, Map>(inputs[0], inputs[1], results[0], new Map(Connective)));

    void IRowOp.Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, Span<double> y)
    {
        switch (Connective)
        {
            case Connective.And: System.Numerics.Tensors.TensorPrimitives.Multiply(a, b, y); break;
            case Connective.Or: System.Numerics.Tensors.TensorPrimitives.Max(a, b, y); break;
            default:
                for (int i = 0; i < y.Length; i++) y[i] = a[i] != b[i] ? 1 : 0;
                break;
        }
    }

    private readonly struct Map(Connective connective) : IRowMap<byte, byte, byte, byte>
    {
        void IRowMap<byte, byte, byte, byte>.Map(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<byte> y)
        {
            switch (connective)
            {
                case Connective.And: TensorPrimitives.BitwiseAnd(a, b, y); break;
                case Connective.Or: TensorPrimitives.BitwiseOr(a, b, y); break;
                default: TensorPrimitives.Xor(a, b, y); break;
            }
        }
    }
}
