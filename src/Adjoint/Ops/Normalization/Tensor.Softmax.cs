using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>eˣ / Σ eˣ along an axis: positive numbers that sum to 1.</summary>
    public Tensor Softmax(int axis = -1) => Engine.Apply(new Softmax(Shape.Axis(axis, "Softmax")), Real());

    /// <summary>The logarithm of the softmax, without overflow.</summary>
    public Tensor LogSoftmax(int axis = -1) => Engine.Apply(new LogSoftmax(Shape.Axis(axis, "LogSoftmax")), Real());

    /// <summary>The softmax of −x: the smallest gets most.</summary>
    public Tensor Softmin(int axis = -1) => (-this).Softmax(axis);
}
