using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// The matrix product. Vectors count as a row on the left and a column on the right; axes before the last two are a
    /// batch and broadcast. Integers are multiplied as integers.
    /// </summary>
    /// <exception cref="ShapeException">The inner sizes differ, or a batch does not broadcast.</exception>
    public Tensor MatMul(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank == 0 || other.Rank == 0)
            throw new ShapeException($"MatMul: {Shape} x {other.Shape}: a number has no rows and columns; use * instead.");
        if (DType != other.DType)
            throw new DTypeException(
                $"MatMul: {DType.Name()} {Shape} x {other.DType.Name()} {other.Shape}: the types differ; cast one with "
                + $"To(DType.{DTypes.Promote(DType, other.DType)}).");
        DType type = DType == DType.Bool ? DType.Int64 : DType;
        Tensor a = Rank == 1 ? To(type).Unsqueeze(0) : To(type);
        Tensor b = other.Rank == 1 ? other.To(type).Unsqueeze(1) : other.To(type);
        Ops.MatMul.CheckInner(a.Shape, b.Shape);
        Tensor y = Multiply(a, b);
        if (Rank == 1) y = y.Squeeze(-2);
        return (other.Rank == 1 ? y.Squeeze(-1) : y).AsOrigin();
    }

    /// <summary>x·Wᵀ + b, the linear layer: this [batch…, in], weight [out, in], bias [out] → [batch…, out].</summary>
    public Tensor Linear(Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2 || Rank == 0 || Shape[^1] != weight.Shape[1])
            throw new ShapeException(
                $"Linear: an input of shape {Shape} does not fit a weight of shape {weight.Shape}: "
                + "the last size of the input must be the last of the weight.");
        CheckParameterTypes("Linear", weight, bias);
        if (bias is null) return MatMul(weight.Transpose());
        // Other shapes of bias are broadcast.
        if (bias.Rank != 1 || bias.Shape[0] != weight.Shape[0] || !DType.IsFloatingPoint())
        {
            if (DType.IsHalf()) return Widened().Linear(weight.Widened(), bias.Widened()).To(DType);
            return MatMul(weight.Transpose()) + bias;
        }

        Tensor rows = Rank == 2 ? this : Rank == 1 ? Unsqueeze(0) : Flatten(0, -2);
        Tensor sum = Engine.Apply(Ops.Affine.Op, rows, weight, bias);
        return (Rank == 2 ? sum : Rank == 1 ? sum.Squeeze(0) : sum.ReshapeTo([.. Shape.Span[..^1], weight.Shape[0]])).AsOrigin();
    }

    /// <summary>Fails unless an input and the parameters that it meets in a layer are of one type.</summary>
    private void CheckParameterTypes(string operation, Tensor weight, Tensor? bias)
    {
        if (DType == weight.DType && (bias is null || DType == bias.DType)) return;
        string last = bias is null ? "" : $" and the bias {bias.DType.Name()}";
        throw new DTypeException(
            $"{operation}: the input is {DType.Name()}, the weight {weight.DType.Name()}{last}; cast the input with "
            + $"To(DType.{weight.DType}), or the module with To(DType.{(DType.IsFloatingPoint() ? DType : DType.Float32)}).");
    }

    private static Tensor Multiply(Tensor a, Tensor b)
    {
        Op product = a.DType.IsFloatingPoint() ? Ops.MatMul.Op : IntegerMatMul.Op;
        if (b.Rank == 2 && a.Rank > 2)
        {
            // One matrix for the whole batch: a single tall product, whose gradient needs no sum over the batch either.
            Tensor rows = Engine.Apply(product, a.Flatten(0, -2), b);
            return rows.ReshapeTo([.. a.Shape.Span[..^1], b.Shape[^1]]);
        }

        Shape batch = Shape.Broadcast(Shape.Create(a.Shape.Span[..^2]), Shape.Create(b.Shape.Span[..^2]), "MatMul");
        return Engine.Apply(
            product, a.Expand([.. batch.Span, .. a.Shape.Span[^2..]]), b.Expand([.. batch.Span, .. b.Shape.Span[^2..]]));
    }

    /// <summary>yₖ = xᵀ·Wₖ·z + bₖ over the last axes: [batch…, m] and [batch…, n] with a weight [out, m, n] → [batch…, out].</summary>
    /// <exception cref="ShapeException">Shapes do not fit.</exception>
    public Tensor Bilinear(Tensor input2, Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(input2);
        ArgumentNullException.ThrowIfNull(weight);
        CheckParameterTypes("Bilinear", weight, bias);
        input2.CheckParameterTypes("Bilinear", weight, bias);
        if (DType.IsHalf()) return Widened().Bilinear(input2.Widened(), weight.Widened(), bias?.Widened()).To(DType);
        if (weight.Rank != 3 || Rank == 0 || input2.Rank != Rank || Shape[^1] != weight.Shape[1] || input2.Shape[^1] != weight.Shape[2]
            || !Shape.Span[..^1].SequenceEqual(input2.Shape.Span[..^1]))
        {
            throw new ShapeException($"Bilinear: inputs {Shape} and {input2.Shape} do not fit a weight {weight.Shape}: it is [out, m, n].");
        }

        (int outputs, int m, int n) = (weight.Shape[0], weight.Shape[1], weight.Shape[2]);
        Tensor turned = MatMul(weight.Permute(1, 0, 2).Reshape(m, outputs * n)).Unflatten(-1, outputs, n);
        Tensor y = turned.MatMul(input2.Unsqueeze(-1)).Squeeze(-1);
        return bias is null ? y : y + bias;
    }
}
