using Adjoint.Core;
using Adjoint.Kernels;
using Adjoint.Notation;

namespace Adjoint.Ops;

/// <summary>Where a bool condition holds the second input, elsewhere the third; all of one shape.</summary>
/// <param name="IsLimit">
/// Whether the condition only marks points at which the third input, a formula, is 0·∞, and the second is what is meant
/// there. On paper the formula alone is written, and its derivative is that of the formula.
/// </param>
public sealed record Where(bool IsLimit = false) : Op
{
    internal static readonly Where Op = new();
    private static readonly Where Limit = new(true);

    /// <inheritdoc/>
    public override MathNotation Notation =>
        IsLimit ? new(new Template(Precedence.Atom, "#3"), new Template(Precedence.Atom, "#3")) : MathNotation.Function(Name);

    /// <inheritdoc/>
    public override Keep Keeps => Keep.Shapes;

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 3);
        if (x[0].DType != DType.Bool)
            throw new DTypeException($"Where: the condition is bool, not {x[0].DType.Name()}; compare first, say with NotEqual(0).");
        Expect.Alike(this, x[1..]);
        if (x[0].Shape != x[1].Shape) throw new ShapeException($"Where: {x[0].Shape} and {x[1].Shape} differ.");
        return new Spec(x[1].DType, x[1].Shape);
    }

    /// <inheritdoc/>
    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    /// <inheritdoc/>
    public override Work? Work(Call call) => new Work(0, call.Spec.Shape.Count);

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g)
    {
        Tensor zero = Tensor.Scalar(0, g.DType);
        return input switch
        {
            1 => Tensor.Where(call[0], g, zero),
            2 => IsLimit ? g : Tensor.Where(call[0], zero, g),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override Tensor? Jvp(Call call, int input, Tensor t) => Vjp(call, input, t);

    /// <summary>A formula of the condition's shape, but 0 where the condition holds and the formula is 0·∞.</summary>
    internal static Tensor ZeroAt(Tensor condition, Tensor formula) =>
        Engine.Apply(Limit, condition, Tensor.Scalar(0, formula.DType).Expand(formula.Shape), formula);

    /// <inheritdoc/>
    protected internal override Op? OnBatch(int size) => this;

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        switch (y.DType.Size())
        {
            case 1: PointwiseRun.Ternary<byte, byte, Map<byte>>(x[0], x[1], x[2], y, default); break;
            case 4: PointwiseRun.Ternary<byte, int, Map<int>>(x[0], x[1], x[2], y, default); break;
            default: PointwiseRun.Ternary<byte, long, Map<long>>(x[0], x[1], x[2], y, default); break;
        }
    }

    private readonly struct Map<T> : IRowMap<byte, T, T, T> where T : unmanaged
    {
        void IRowMap<byte, T, T, T>.Map(ReadOnlySpan<byte> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y) =>
            Selection.Select(a, b, c, y);
    }
}
