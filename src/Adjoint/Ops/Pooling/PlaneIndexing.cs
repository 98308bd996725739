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

/// <summary>
/// Zeros, to which x is added at its indices in each plane; those of a user may be wrong, and are refused. The adjoint of <see
/// cref="PlaneGather"/>.
/// </summary>
internal sealed record PlaneScatter(int Axes, Shape Shape, bool IsUnpool = false) : LinearOp, IRealOp
{
    public override OpFacts Facts => OpFacts.Function(Name, $"axes={Axes}", $"into={Shape}");

    public override Specs Infer(ReadOnlySpan<Spec> x) => Inputs.Indexed(this, x) with { Shape = Shape };

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => PlaneAccess.Reach(call[input].Shape, of, Axes);

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected override Tensor? Adjoint(Call call, int input, Tensor g) =>
        input == 0 ? Engine.Apply(new PlaneGather(Axes), g, call[1]) : null;

    protected internal override Op? OnBatch(int size) => this with { Shape = Shape.Prepend(size) };

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Real(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Tensor index = x[1].Contiguous();
        if (IsUnpool) CheckIndices(index);
        PlaneAccess.Scatter<T>(x[0].Contiguous(), index, y[0], Axes);
    }

    private void CheckIndices(Tensor index)
    {
        ReadOnlySpan<int> sizes = Shape.Span[^Axes..];
        if (!IndexedAccess.AreBelow(index, Shape.Product(sizes)))
            throw new ShapeException(
                $"MaxUnpool{Axes}d: an index lies outside of the plane {Shape.Format(sizes)}; give the size before the pool.");
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

    public static void Scatter<T>(Tensor x, Tensor index, Tensor y, int axes) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        if (y.Numel == 0) return;
        (int planes, int plane, int count) = Sizes(y, index, axes);
        fixed (T* from = &x.ReadOnly<T>())
        fixed (long* at = &index.ReadOnly<long>())
        fixed (T* to = &y.Reference<T>())
            PlaneIndexing.Scatter(from, at, to, planes, plane, count);
        GC.KeepAlive(x);
        GC.KeepAlive(index);
    }

    private static (int Planes, int Plane, int Count) Sizes(Tensor image, Tensor index, int axes)
    {
        int planes = Shape.Product(image.Shape.Span[..^axes]);
        return planes == 0 ? (0, 0, 0) : (planes, image.Numel / planes, index.Numel / planes);
    }
}
