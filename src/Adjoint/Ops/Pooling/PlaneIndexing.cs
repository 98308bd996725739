namespace Adjoint.Ops;

/// <summary>y[n, c, o] = x[n, c, index[n, c, o]], the spatial axes taken as one. The adjoint of <see cref="PlaneScatter"/>.</summary>
internal sealed record PlaneGather(int Axes) : MoveOp, IMoveOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axes={Axes}");

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.Indexed(this, x) with { Shape = x[1].Shape };

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) =>
        input == 1 ? of.ToArray() : PlaneAccess.Reach(call[0].Shape, of, Axes);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        input == 0 ? Engine.Apply(new PlaneScatter(Axes, call[0].Shape), g, call[1]) : null;

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Move(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged =>
        PlaneAccess.Gather<T>(x[0].Contiguous(), x[1].Contiguous(), y[0], Axes);
}

/// <summary>Zeros, to which x is added at its indices in each plane. The adjoint of <see cref="PlaneGather"/>.</summary>
internal sealed record PlaneScatter(int Axes, Shape Shape) : LinearOp, IRealOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axes={Axes}", $"into={Shape}");

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.Indexed(this, x) with { Shape = Shape };

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => PlaneAccess.Reach(call[input].Shape, of, Axes);

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        input == 0 ? Engine.Apply(new PlaneGather(Axes), g, call[1]) : null;

    protected internal override Op? OnBatch(int size) => this with { Shape = Shape.Prepend(size) };

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        PlaneAccess.Scatter<T>(x[0].Contiguous(), x[1].Contiguous(), y[0], Axes, adds: true);
}

/// <summary>
/// Zeros, in which x stands at its indices in each plane: the last, where windows that overlapped found the same place. The indices are a
/// user's and may be wrong; then they are refused.
/// </summary>
internal sealed record MaxUnpool(int Axes, Shape Shape) : LinearOp, IRealOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axes={Axes}", $"into={Shape}");

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.Indexed(this, x) with { Shape = Shape };

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => PlaneAccess.Reach(call[input].Shape, of, Axes);

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    // Only what stayed has a gradient: each element's number is placed like the elements, and where it is found again, that one stayed.
    protected override Tensor? Adjoint(Call call, int input, Tensor g)
    {
        if (input != 0) return null;
        Tensor index = call[1];
        ReadOnlySpan<int> sizes = index.Shape.Span[^Axes..];
        Tensor number = Tensor.Arange(0.0, Shape.Product(sizes), 1, DType.Float64).Reshape(sizes).ExpandTo(index.Shape);
        PlaneGather gather = new(Axes);
        Tensor stayed = Engine.Apply(gather, Engine.Apply(this, number, index), index).Equal(number);
        return Engine.Apply(gather, g, index).MaskedFill(stayed.Not(), 0);
    }

    protected internal override Op? OnBatch(int size) => this with { Shape = Shape.Prepend(size) };

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Tensor index = x[1].Contiguous();
        ReadOnlySpan<int> sizes = Shape.Span[^Axes..];
        if (!IndexedAccess.AreBelow(index, Shape.Product(sizes)))
            throw new ShapeException(
                $"MaxUnpool{Axes}d: an index lies outside of the plane {Shape.Format(sizes)}; give the size before the pool.");
        PlaneAccess.Scatter<T>(x[0].Contiguous(), index, y[0], Axes, adds: false);
    }
}

/// <summary>Hands planes and their indices to the kernel.</summary>
internal static unsafe class PlaneAccess
{
    /// <summary>All of a plane, in which an index may point anywhere, along so many last axes.</summary>
    public static Extent[] Reach(Shape shape, ReadOnlySpan<Extent> of, int axes) =>
        Extent.Along(new Axes(Axes.All(shape.Rank).Bits & ~Axes.All(shape.Rank - axes).Bits), shape, of);

    public static void Gather<T>(Tensor x, Tensor index, Tensor y, int axes) where T : unmanaged
    {
        if (y.Numel == 0) return;
        (int planes, int plane, int count) = Sizes(x, index, axes);
        fixed (T* from = &x.ReadOnly<T>())
        fixed (long* at = &index.ReadOnly<long>())
        fixed (T* to = &y.Reference<T>())
            PlaneIndexing.Gather(from, at, to, planes, plane, count);
        GC.KeepAlive(x);
        GC.KeepAlive(index);
    }

    public static void Scatter<T>(Tensor x, Tensor index, Tensor y, int axes, bool adds) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        if (y.Numel == 0) return;
        (int planes, int plane, int count) = Sizes(y, index, axes);
        fixed (T* from = &x.ReadOnly<T>())
        fixed (long* at = &index.ReadOnly<long>())
        fixed (T* to = &y.Reference<T>())
        {
            if (adds) PlaneIndexing.Scatter(from, at, to, planes, plane, count);
            else PlaneIndexing.Place(from, at, to, planes, plane, count);
        }

        GC.KeepAlive(x);
        GC.KeepAlive(index);
    }

    private static (int Planes, int Plane, int Count) Sizes(Tensor image, Tensor index, int axes)
    {
        int planes = Shape.Product(image.Shape.Span[..^axes]);
        return planes == 0 ? (0, 0, 0) : (planes, image.Numel / planes, index.Numel / planes);
    }
}
