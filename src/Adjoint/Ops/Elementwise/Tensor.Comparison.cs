using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>Where this equals the other; bool, with broadcasting.</summary>
    public Tensor Equal(Tensor other) => Compare(Relation.Equal, this, other);

    /// <summary>Where this equals the number.</summary>
    public Tensor Equal(double other) => Equal(Number(other, this));

    /// <summary>Where this differs from the other.</summary>
    public Tensor NotEqual(Tensor other) => Compare(Relation.NotEqual, this, other);

    /// <summary>Where this differs from the number.</summary>
    public Tensor NotEqual(double other) => NotEqual(Number(other, this));

    /// <summary>Where this is below the other.</summary>
    public Tensor Less(Tensor other) => Compare(Relation.Less, this, other);

    /// <summary>Where this is below the number.</summary>
    public Tensor Less(double other) => Less(Number(other, this));

    /// <summary>Where this is below or equal to the other.</summary>
    public Tensor LessEqual(Tensor other) => Compare(Relation.LessEqual, this, other);

    /// <summary>Where this is below or equal to the number.</summary>
    public Tensor LessEqual(double other) => LessEqual(Number(other, this));

    /// <summary>Where this is above the other.</summary>
    public Tensor Greater(Tensor other) => Compare(Relation.Less, other, this);

    /// <summary>Where this is above the number.</summary>
    public Tensor Greater(double other) => Greater(Number(other, this));

    /// <summary>Where this is above or equal to the other.</summary>
    public Tensor GreaterEqual(Tensor other) => Compare(Relation.LessEqual, other, this);

    /// <summary>Where this is above or equal to the number.</summary>
    public Tensor GreaterEqual(double other) => GreaterEqual(Number(other, this));

    /// <summary>Where this is NaN.</summary>
    public Tensor IsNaN() => NotEqual(this);

    /// <summary>Where both are true, or not 0.</summary>
    /// <param name="other">The other tensor, with broadcasting.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
    public Tensor And(Tensor other) => Combine(Connective.And, this, other);

    /// <summary>Where either is true, or not 0.</summary>
    /// <param name="other">The other tensor, with broadcasting.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
    public Tensor Or(Tensor other) => Combine(Connective.Or, this, other);

    /// <summary>Where exactly one is true, or not 0.</summary>
    /// <param name="other">The other tensor, with broadcasting.</param>
    /// <returns>A mask: bool, of the shape to which both broadcast.</returns>
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
