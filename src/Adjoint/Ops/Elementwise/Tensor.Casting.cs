using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// The same numbers in another type; this tensor itself if it has that type. Reals are cut towards zero; beyond an integer type's range
    /// they become its nearest end, and NaN becomes 0. Integers keep their lowest bits. Anything but 0 is true.
    /// </summary>
    public Tensor To(DType dtype) => dtype == DType ? this : Engine.Apply(new Cast(dtype), this);

    /// <summary>Writes the values into a contiguous tensor of the same shape, in its type.</summary>
    internal void CastInto(Tensor target) => new Cast(target.DType).Bind([Spec]).Run([this], [target]);

    /// <summary>The same values in row-major order without gaps; this tensor itself if it has them so.</summary>
    public Tensor Contiguous() => IsContiguous ? this : Clone();

    /// <summary>A copy that shares nothing; gradients flow through it.</summary>
    public Tensor Clone() => Engine.Apply(Copy.Op, this);

    /// <summary>
    /// Casts this leaf itself, and its gradient: it is the same tensor to all who refer to it, over memory of its own. A
    /// graph that saved it finds it changed.
    /// </summary>
    internal void Recast(DType dtype)
    {
        if (dtype == DType) return;
        Tensor? recast = Grad?.To(dtype);
        Tensor values = IsSymbolic ? Symbolic(Shape, dtype) : Detach().To(dtype);
        // Also what a graph saved of it by a view.
        if (!IsSymbolic) Touch();
        if (values.Storage is { } memory) memory.Version = Version;
        (storage, strides, offset, DType) = (values.Storage, values.strides, values.offset, dtype);
        Grad = recast;
    }

    /// <summary>
    /// This tensor in float32 where it has half precision, else itself: an expression of several operations computes in float32
    /// throughout and is rounded once at its end, as a single operation is.
    /// </summary>
    internal Tensor Widened() => DType.IsHalf() ? To(DType.Float32) : this;

    /// <summary>A result in this tensor's type where that is half precision, else as it is.</summary>
    private Tensor Rounded(Tensor result) => DType.IsHalf() ? result.To(DType) : result;

    /// <summary>The type in which this tensor meets others; what is null or a number without axes widens nothing.</summary>
    private DType Meeting(params ReadOnlySpan<Tensor?> others)
    {
        DType type = DType;
        foreach (Tensor? other in others)
            if (other is not null && (other.Rank > 0 || Rank == 0)) type = DTypes.Promote(type, other.DType);
        return type;
    }
}
