namespace Adjoint.Ops;

/// <summary>
/// Index tensors of one shape, one for each of some axes, as places in memory: the sum of index · stride. Negative ones count from the end;
/// here the user hears of those outside.
/// </summary>
/// <param name="Operation">What the user called.</param>
/// <param name="Sizes">The size of each axis.</param>
/// <param name="Strides">The distance between neighbours along each axis.</param>
/// <param name="Axes">The number that each axis has for the user.</param>
internal sealed record FlatIndex(string Operation, Shape Sizes, Steps Strides, Steps Axes) : NondifferentiableOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"sizes={Sizes}", $"strides={Strides}");

    /// <summary>The places along one axis, which the user knows by a number.</summary>
    public static Tensor Along(string operation, Tensor index, int size, int axis = 0) =>
        Engine.Apply(new FlatIndex(operation, [size], new Steps([1]), new Steps([axis])), index);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, Sizes.Rank);
        foreach (Spec index in x)
            if (index.DType != DType.Int64)
                throw new DTypeException($"{Operation}: an index holds integers, not {index.DType.Name()}; cast with To(DType.Int64).");
        Expect.Alike(this, x);
        return x[0];
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    public override Work? Work(Call call) => Core.Work.None;

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of(Run);

    private unsafe void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            Tensor index = x[i].Contiguous();
            int outside;
            fixed (long* at = &index.ReadOnly<long>())
            fixed (long* to = &y[0].Reference<long>())
                outside = IndexedWrites.Flatten(at, to, index.Numel, Sizes[i], Strides[i], i > 0);
            if (outside >= 0)
                throw new ShapeException(
                    $"{Operation}: index {index.Span<long>()[outside]} is outside axis {Axes[i]}, which has size {Sizes[i]}.");
            GC.KeepAlive(index);
        }
    }
}
