namespace Adjoint.Core;

/// <summary>What kernels are made of for certain element types.</summary>
internal interface ITypedOp
{
    /// <summary>The operation's name.</summary>
    string Name { get; }
}

/// <summary>An operation whose kernel is written once for every type of real numbers.</summary>
internal interface IRealOp : ITypedOp
{
    /// <summary>Computes the results in one type.</summary>
    void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>An operation that chooses its kernel for each type of real numbers.</summary>
internal interface IRealBinding : ITypedOp
{
    /// <summary>The kernel for one type.</summary>
    Kernel Bind<T>() where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>An operation whose kernel is written once for every type of numbers, integers and truth values as bytes included.</summary>
internal interface INumberOp : ITypedOp
{
    /// <summary>Computes the results in one type.</summary>
    void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}

/// <summary>An operation whose kernel is written once for every type of integers, truth values as bytes included.</summary>
internal interface IIntegerOp : ITypedOp
{
    /// <summary>Computes the results in one type.</summary>
    void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>An operation that only moves elements, whatever they mean.</summary>
internal interface IMoveOp : ITypedOp
{
    /// <summary>Moves elements of one size.</summary>
    void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged;
}

/// <summary>
/// The one place where element types become type parameters. Each kind of kernel names the types it has; any other is an
/// error, so that a new type cannot be taken for another one.
/// </summary>
internal static class TypedKernel
{
    /// <summary>A kernel for real numbers.</summary>
    public static Kernel Real(IRealOp op, DType dtype) => dtype switch
    {
        DType.Float32 => Kernel.Of(op.Run<float>),
        DType.Float64 => Kernel.Of(op.Run<double>),
        _ => throw Lacking(op.Name, dtype),
    };

    /// <summary>A kernel for real numbers that is chosen for the type.</summary>
    public static Kernel Real(IRealBinding op, DType dtype) => dtype switch
    {
        DType.Float32 => op.Bind<float>(),
        DType.Float64 => op.Bind<double>(),
        _ => throw Lacking(op.Name, dtype),
    };

    /// <summary>A kernel for numbers of any kind.</summary>
    public static Kernel Number(INumberOp op, DType dtype) => dtype switch
    {
        DType.Float32 => Kernel.Of(op.Run<float>),
        DType.Float64 => Kernel.Of(op.Run<double>),
        DType.Int64 => Kernel.Of(op.Run<long>),
        DType.Int32 => Kernel.Of(op.Run<int>),
        DType.UInt8 or DType.Bool => Kernel.Of(op.Run<byte>),
        _ => throw Lacking(op.Name, dtype),
    };

    /// <summary>A kernel for integers.</summary>
    public static Kernel Integer(IIntegerOp op, DType dtype) => dtype switch
    {
        DType.Int64 => Kernel.Of(op.Run<long>),
        DType.Int32 => Kernel.Of(op.Run<int>),
        DType.UInt8 or DType.Bool => Kernel.Of(op.Run<byte>),
        _ => throw Lacking(op.Name, dtype),
    };

    /// <summary>A kernel that moves elements of any type.</summary>
    public static Kernel Move(IMoveOp op, DType dtype) => dtype.Size() switch
    {
        1 => Kernel.Of(op.Run<byte>),
        2 => Kernel.Of(op.Run<short>),
        4 => Kernel.Of(op.Run<int>),
        8 => Kernel.Of(op.Run<long>),
        int size => throw new System.Diagnostics.UnreachableException($"{op.Name}: no element has {size} bytes."),
    };

    /// <summary>What to throw for a type that a kernel lacks.</summary>
    public static DTypeException Lacking(string operation, DType dtype) =>
        new($"{operation}: there is no kernel for {dtype.Name()}; cast with To(DType.Float32) first.");
}
