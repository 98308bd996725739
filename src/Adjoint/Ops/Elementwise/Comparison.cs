using System.Numerics;
using Adjoint.Core;
using Adjoint.Kernels;
using Adjoint.Notation;

namespace Adjoint.Ops;

/// <summary>How two numbers are compared.</summary>
public enum Relation
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

/// <summary>Compares two tensors of one shape and type element by element. The result is bool and has no derivative.</summary>
/// <param name="Relation">What is asked.</param>
public sealed record Compare(Relation Relation) : Op
{
    /// <inheritdoc/>
    public override MathNotation Notation => Relation switch
    {
        Relation.Equal => MathNotation.Infix(Precedence.Comparison, " == ", "="),
        Relation.NotEqual => MathNotation.Infix(Precedence.Comparison, " != ", @"\neq"),
        Relation.Less => MathNotation.Infix(Precedence.Comparison, " < ", "<"),
        _ => MathNotation.Infix(Precedence.Comparison, " <= ", @"\leq"),
    };

    /// <inheritdoc/>
    public override string Name => Relation.ToString();

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Shapes;

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Alike(this, x);
        return new Spec(DType.Bool, x[0].Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    /// <inheritdoc/>
    public override Work? Work(Call call) => new Work(0, call.Spec.Shape.Count);

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) => null;

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => this;

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        switch (x[0].DType)
        {
            case DType.Float32: Run<float>(x, y); break;
            case DType.Float64: Run<double>(x, y); break;
            case DType.Int64: Run<long>(x, y); break;
            case DType.Int32: Run<int>(x, y); break;
            default: Run<byte>(x, y); break;
        }
    }

    private void Run<T>(ReadOnlySpan<Tensor> x, Tensor y) where T : unmanaged, INumber<T> =>
        PointwiseRun.Binary<T, byte, Map<T>>(x[0], x[1], y, new Map<T>(Relation));

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

/// <summary>Which truth values are combined how.</summary>
public enum Connective
{
    /// <summary>Both.</summary>
    And,

    /// <summary>Either or both.</summary>
    Or,

    /// <summary>Exactly one.</summary>
    Xor,
}

/// <summary>Combines two bool tensors of one shape element by element.</summary>
/// <param name="Connective">How.</param>
public sealed record Logical(Connective Connective) : Op
{
    /// <inheritdoc/>
    public override MathNotation Notation => Connective switch
    {
        Connective.And => MathNotation.Infix(Precedence.Truth, " and ", @"\wedge"),
        Connective.Or => MathNotation.Infix(Precedence.Truth, " or ", @"\vee"),
        _ => MathNotation.Infix(Precedence.Truth, " xor ", @"\oplus"),
    };

    /// <inheritdoc/>
    public override string Name => Connective.ToString();

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Alike(this, x);
        if (x[0].DType != DType.Bool)
            throw new DTypeException($"{Name}: combines bool tensors, not {x[0].DType.Name()}; compare first, say with NotEqual(0).");
        return new Spec(DType.Bool, x[0].Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    /// <inheritdoc/>
    public override Work? Work(Call call) => new Work(0, call.Spec.Shape.Count);

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) => null;

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => this;

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y) =>
        PointwiseRun.Binary<byte, byte, Map>(x[0], x[1], y, new Map(Connective));

    private readonly struct Map(Connective connective) : IRowMap<byte, byte, byte, byte>
    {
        void IRowMap<byte, byte, byte, byte>.Map(
            ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<byte> y)
        {
            switch (connective)
            {
                case Connective.And: System.Numerics.Tensors.TensorPrimitives.BitwiseAnd(a, b, y); break;
                case Connective.Or: System.Numerics.Tensors.TensorPrimitives.BitwiseOr(a, b, y); break;
                default: System.Numerics.Tensors.TensorPrimitives.Xor(a, b, y); break;
            }
        }
    }
}
