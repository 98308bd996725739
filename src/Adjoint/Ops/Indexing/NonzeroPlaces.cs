namespace Adjoint.Ops;

/// <summary>Where the elements are that are not 0: how many, the values alone say, so that this is no operation.</summary>
internal static class NonzeroPlaces
{
    /// <summary>The places in row-major order, counted through all axes; int64 [count].</summary>
    /// <exception cref="GraphException">The tensor has no values, or others in each replay.</exception>
    public static Tensor Of(Tensor x, string operation)
    {
        Tensor mask = Values(x, operation);
        int count = Count(mask);
        Tensor places = Tensor.Allocate(DType.Int64, [count]);
        Span<long> to = places.Span<long>();
        ReadOnlySpan<byte> from = mask.Span<byte>();
        for (int i = 0, next = 0; next < count; i++)
            if (from[i] != 0) to[next++] = i;
        GC.KeepAlive(mask);
        return places;
    }

    /// <summary>The places along each axis, from those counted through all axes of a shape.</summary>
    public static Tensor[] AlongAxes(Tensor places, Shape shape)
    {
        ReadOnlySpan<long> flat = places.Span<long>();
        var along = new Tensor[shape.Rank];
        long inner = 1;
        for (int axis = shape.Rank - 1; axis >= 0; inner *= shape[axis--])
        {
            along[axis] = Tensor.Allocate(DType.Int64, places.Shape);
            Span<long> to = along[axis].Span<long>();
            for (int i = 0; i < to.Length; i++) to[i] = flat[i] / inner % shape[axis];
        }

        GC.KeepAlive(places);
        return along;
    }

    /// <summary>Number of true elements of a contiguous mask.</summary>
    public static int Count(Tensor mask)
    {
        int count = mask.Numel - ((ReadOnlySpan<byte>)mask.Span<byte>()).Count((byte)0);
        GC.KeepAlive(mask);
        return count;
    }

    /// <summary>The elements as truth values, contiguous.</summary>
    public static Tensor Values(Tensor x, string operation)
    {
        // Through an operation where another may stand in the tensor's place.
        Context context = Context.Current;
        Tensor mask = x.DType != DType.Bool ? x.Detach().To(DType.Bool) : context.Substitution is not null ? x.Or(x) : x;
        return context.IsConstant(x) && !mask.IsSymbolic ? mask.Contiguous() : throw new GraphException(
            $"{operation}: how many elements are chosen depends on values, which a capture and a symbolic tensor do not have. "
            + "Use Where or MaskedFill, whose results have a fixed shape, or choose before the capture.");
    }
}
