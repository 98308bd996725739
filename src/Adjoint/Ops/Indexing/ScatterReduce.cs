namespace Adjoint.Ops;

/// <summary>
/// x, and at indices along an axis its product with the values that are scattered there, or the largest or smallest of all. Among equal
/// extremes the gradient is shared evenly. Inputs: x, the values, the index.
/// </summary>
internal sealed record ScatterReduce(int Axis, ScatterReduction Reduction) : Op, INumberOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axis={Axis}", $"{Reduction}");

    public override Keep Keeps => Keep.Inputs | Keep.Output;

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Scatter.Check(this, x, Axis);
        return x[0];
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        input == 0 ? of.ToArray() : Extent.Along(Axes.Single(Axis), call[input].Shape, of);

    public override Work? Work(Call call) => new Work(0, call[1].Numel);

    public override void Pull(Pullback p)
    {
        (Tensor x, Tensor values, Tensor index, Tensor y, Tensor g) = (p.Input(0), p.Input(1), p.Input(2), p.Output(), p.Gradient());
        if (Reduction == ScatterReduction.Prod)
        {
            PullProduct(p, x, values, index, y, g);
            return;
        }

        Tensor isOwn = x.Equal(y).To(g.DType);
        Tensor isValue = values.Equal(Picked(y, index)).To(g.DType);
        Tensor share = g / isOwn.ScatterAdd(Axis, index, isValue);
        p.Give(0, share * isOwn);
        p.Give(1, Picked(share, index) * isValue);
    }

    protected internal override Op? OnBatch(int size) => this with { Axis = Axis + 1 };

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Number(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        switch (Reduction)
        {
            case ScatterReduction.Prod: Scatter.Write<T, ProductCombination<T>>(this, Axis, x, y[0]); break;
            case ScatterReduction.Amax: Scatter.Write<T, LargerCombination<T>>(this, Axis, x, y[0]); break;
            case ScatterReduction.Amin: Scatter.Write<T, SmallerCombination<T>>(this, Axis, x, y[0]); break;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>
    /// The product of all others: the quotient, but for a value that is the only 0 at its place the product with a 1 in its stead.
    /// </summary>
    private void PullProduct(Pullback p, Tensor x, Tensor values, Tensor index, Tensor y, Tensor g)
    {
        if (p.Wants(0)) p.Give(0, g * Engine.Apply(this, Tensor.Scalar(1, x.DType).Expand(x.Shape), values, index));
        if (!p.Wants(1)) return;
        Tensor isZero = values.Equal(0);
        Tensor zeros = Tensor.Scalar(0, DType.Int64).Expand(x.Shape).ScatterAdd(Axis, index, isZero.To(DType.Int64));
        Tensor isOnly = isZero.And(Picked(zeros, index).Equal(1));
        Tensor one = Tensor.Scalar(1, x.DType);
        Tensor others = Engine.Apply(this, x, Tensor.Where(isOnly, one, values), index);
        Tensor quotient = Picked(y, index) / Tensor.Where(isZero, one, values);
        p.Give(1, Picked(g, index) * Tensor.Where(isOnly, Picked(others, index), quotient));
    }

    private Tensor Picked(Tensor x, Tensor index) => Engine.Apply(new Gather(Axis), x, index);
}
