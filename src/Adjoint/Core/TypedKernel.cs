using System.Numerics;
using Adjoint.Kernels;

namespace Adjoint.Core;

/// <summary>An operation whose kernel is written once for every type of real numbers.</summary>
internal interface IRealOp
{
    /// <summary>The operation's name.</summary>
    string Name { get; }

    /// <summary>Computes the results in one type.</summary>
    void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Adds the memory that the kernel takes for itself while it computes.</summary>
    void AddScratch<T>(ref ScratchSizes sizes) where T : unmanaged, IFloatingPointIeee754<T> { }

    /// <summary>Which algorithm computes the results, in a short phrase; null where there is no choice.</summary>
    string? Describe<T>() where T : unmanaged, IFloatingPointIeee754<T> => null;
}

/// <summary>An operation whose kernel is written once for every type of numbers, integers and truth values as bytes included.</summary>
internal interface INumberOp
{
    /// <summary>The operation's name.</summary>
    string Name { get; }

    /// <summary>Computes the results in one type.</summary>
    void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}

/// <summary>An operation whose kernel is written once for every type of integers, truth values as bytes included.</summary>
internal interface IIntegerOp
{
    /// <summary>The operation's name.</summary>
    string Name { get; }

    /// <summary>Computes the results in one type.</summary>
    void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>An operation that only moves elements, whatever they mean.</summary>
internal interface IMoveOp
{
    /// <summary>The operation's name.</summary>
    string Name { get; }

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
    public static Kernel Real(IRealOp op, DType type) =>
        type is DType.Float32 or DType.Float64 ? new RealKernel(op, type) : throw Lacking(op.Name, type);

    /// <summary>A kernel for numbers of any kind.</summary>
    public static Kernel Number(INumberOp op, DType type) => type is DType.Float32 or DType.Float64 || !type.IsFloatingPoint()
        ? new NumberKernel(op, type) : throw Lacking(op.Name, type);

    /// <summary>A kernel for integers.</summary>
    public static Kernel Integer(IIntegerOp op, DType type) =>
        !type.IsFloatingPoint() ? new IntegerKernel(op, type) : throw Lacking(op.Name, type);

    /// <summary>A kernel that moves elements of any type.</summary>
    public static Kernel Move(IMoveOp op, DType type) => new MoveKernel(op, type.Size());

    /// <summary>What to throw for a type that a kernel lacks.</summary>
    public static DTypeException Lacking(string operation, DType type) =>
        new($"{operation}: there is no kernel for {type.Name()}; cast with To(DType.Float32) first.");

    private sealed class RealKernel(IRealOp op, DType type) : Kernel
    {
        public override void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
        {
            if (type == DType.Float32) op.Run<float>(x, y);
            else if (type == DType.Float64) op.Run<double>(x, y);
            else throw Lacking(op.Name, type);
        }

        public override string ToString() => Choice ?? op.Name;

        internal override string? Choice => type == DType.Float32 ? op.Describe<float>() : op.Describe<double>();

        internal override void AddScratch(ref ScratchSizes sizes)
        {
            if (type == DType.Float32) op.AddScratch<float>(ref sizes);
            else op.AddScratch<double>(ref sizes);
        }
    }

    private sealed class NumberKernel(INumberOp op, DType type) : Kernel
    {
        public override void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
        {
            switch (type)
            {
                case DType.Float32: op.Run<float>(x, y); break;
                case DType.Float64: op.Run<double>(x, y); break;
                case DType.Int64: op.Run<long>(x, y); break;
                case DType.Int32: op.Run<int>(x, y); break;
                case DType.UInt8 or DType.Bool: op.Run<byte>(x, y); break;
                default: throw Lacking(op.Name, type);
            }
        }
    }

    private sealed class IntegerKernel(IIntegerOp op, DType type) : Kernel
    {
        public override void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
        {
            switch (type)
            {
                case DType.Int64: op.Run<long>(x, y); break;
                case DType.Int32: op.Run<int>(x, y); break;
                case DType.UInt8 or DType.Bool: op.Run<byte>(x, y); break;
                default: throw Lacking(op.Name, type);
            }
        }
    }

    private sealed class MoveKernel(IMoveOp op, int size) : Kernel
    {
        public override void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
        {
            switch (size)
            {
                case 1: op.Run<byte>(x, y); break;
                case 2: op.Run<short>(x, y); break;
                case 4: op.Run<int>(x, y); break;
                case 8: op.Run<long>(x, y); break;
                default: throw new System.Diagnostics.UnreachableException($"{op.Name}: no element has {size} bytes.");
            }
        }
    }
}
