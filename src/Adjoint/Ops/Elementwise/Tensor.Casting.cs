using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// The same numbers in another type; this tensor itself if it has that type. Reals are cut towards zero; beyond an integer type's range
    /// they become its nearest end, and NaN becomes 0. Integers keep their lowest bits. Anything but 0 is true.
    /// </summary>
    public Tensor To(DType type) => type == DType ? this : Engine.Apply(new Cast(type), this);

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
    internal void Recast(DType type)
    {
        if (type == DType) return;
        Tensor? recast = Grad?.To(type);
        Tensor values = IsSymbolic ? Symbolic(Shape, type) : Detach().To(type);
        // Also what a graph saved of it by a view.
        if (!IsSymbolic) Touch();
        if (values.Storage is { } memory) memory.Version = Version;
        (storage, strides, offset, DType) = (values.Storage, values.strides, values.offset, type);
        rebasedAt = Rebased;
        Grad = recast;
    }
}
