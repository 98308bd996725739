using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Where this equals the other; bool, with broadcasting.</summary>
    /// <param name="other">The other tensor; broadcasts.</param>
    /// <returns>Truth values, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Equal(Tensor other) => Compare(Relation.Equal, this, other);

    /// <summary>Where this equals the number.</summary>
    /// <param name="other">The number.</param>
    /// <returns>Truth values, of this shape.</returns>
    public Tensor Equal(double other) => Equal(Number(other, this));

    /// <summary>Where this differs from the other.</summary>
    /// <param name="other">The other tensor; broadcasts.</param>
    /// <returns>Truth values, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor NotEqual(Tensor other) => Compare(Relation.NotEqual, this, other);

    /// <summary>Where this differs from the number.</summary>
    /// <param name="other">The number.</param>
    /// <returns>Truth values, of this shape.</returns>
    public Tensor NotEqual(double other) => NotEqual(Number(other, this));

    /// <summary>Where this is below the other.</summary>
    /// <param name="other">The other tensor; broadcasts.</param>
    /// <returns>Truth values, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Less(Tensor other) => Compare(Relation.Less, this, other);

    /// <summary>Where this is below the number.</summary>
    /// <param name="other">The number.</param>
    /// <returns>Truth values, of this shape.</returns>
    public Tensor Less(double other) => Less(Number(other, this));

    /// <summary>Where this is below or equal to the other.</summary>
    /// <param name="other">The other tensor; broadcasts.</param>
    /// <returns>Truth values, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LessEqual(Tensor other) => Compare(Relation.LessEqual, this, other);

    /// <summary>Where this is below or equal to the number.</summary>
    /// <param name="other">The number.</param>
    /// <returns>Truth values, of this shape.</returns>
    public Tensor LessEqual(double other) => LessEqual(Number(other, this));

    /// <summary>Where this is above the other.</summary>
    /// <param name="other">The other tensor; broadcasts.</param>
    /// <returns>Truth values, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Greater(Tensor other) => Compare(Relation.Less, other, this);

    /// <summary>Where this is above the number.</summary>
    /// <param name="other">The number.</param>
    /// <returns>Truth values, of this shape.</returns>
    public Tensor Greater(double other) => Greater(Number(other, this));

    /// <summary>Where this is above or equal to the other.</summary>
    /// <param name="other">The other tensor; broadcasts.</param>
    /// <returns>Truth values, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor GreaterEqual(Tensor other) => Compare(Relation.LessEqual, other, this);

    /// <summary>Where this is above or equal to the number.</summary>
    /// <param name="other">The number.</param>
    /// <returns>Truth values, of this shape.</returns>
    public Tensor GreaterEqual(double other) => GreaterEqual(Number(other, this));

    /// <summary>Where this is NaN.</summary>
    /// <returns>Truth values, of this shape.</returns>
    public Tensor IsNaN() => NotEqual(this);

    /// <summary>Where both are true, or not 0.</summary>
    /// <param name="other">The other tensor, with broadcasting.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor And(Tensor other) => Combine(Connective.And, this, other);

    /// <summary>Where either is true, or not 0.</summary>
    /// <param name="other">The other tensor, with broadcasting.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Or(Tensor other) => Combine(Connective.Or, this, other);

    /// <summary>Where exactly one is true, or not 0.</summary>
    /// <param name="other">The other tensor, with broadcasting.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Xor(Tensor other) => Combine(Connective.Xor, this, other);

    /// <summary>Where this is false, or 0.</summary>
    /// <returns>A mask: bool, of this shape.</returns>
    public Tensor Not() => Xor(Scalar(1, DType.Bool));

    private static Tensor Compare(Relation relation, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        DType type = DTypes.Promote(a, b);
        Shape shape = Shape.Broadcast(a.Shape, b.Shape, relation.ToString());
        return Engine.Apply(new Compare(relation), a.To(type).Expand(shape), b.To(type).Expand(shape));
    }

    private static Tensor Combine(Connective connective, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(b);
        Shape shape = Shape.Broadcast(a.Shape, b.Shape, connective.ToString());
        return Engine.Apply(new Logical(connective), a.To(DType.Bool).ExpandTo(shape), b.To(DType.Bool).ExpandTo(shape));
    }
}
