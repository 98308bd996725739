using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>A number as a tensor without axes (float64), which takes the type of what it meets: <c>x[mask] = 0.5</c>.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The tensor.</returns>
    public static implicit operator Tensor(double value) => Scalar(value, DType.Float64);

    /// <summary>An integer as a tensor without axes (int64), which takes the type of what it meets: <c>x[mask] = 0</c>.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The tensor.</returns>
    public static implicit operator Tensor(long value) => From<long>([value], Shape.Scalar);

    /// <summary>A truth value as a tensor without axes: <c>mask[index] = true</c>.</summary>
    /// <param name="value">The truth value.</param>
    /// <returns>The tensor.</returns>
    public static implicit operator Tensor(bool value) => From<bool>([value], Shape.Scalar);

    /// <summary>
    /// This with values at the places that <c>this[indices]</c> reads, or with the values added there, where equal places add up. Without
    /// adding, of equal places the last counts, and its value alone gets a gradient.
    /// </summary>
    /// <param name="indices">What stands between the brackets of <c>this[…]</c>; tensors of integers and masks among it.</param>
    /// <param name="values">Broadcast to the shape of <c>this[indices]</c>, and cast to this type.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    /// <returns>Of this shape and type.</returns>
    /// <exception cref="ShapeException">An index is outside, or shapes do not fit.</exception>
    public Tensor IndexPut(ReadOnlySpan<TensorIndex> indices, Tensor values, bool accumulate = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new IndexExpression("IndexPut", Shape, indices).Put(this, values, accumulate);
    }

    /// <summary><see cref="IndexPut"/> in place.</summary>
    /// <param name="indices">What stands between the brackets of <c>this[…]</c>.</param>
    /// <param name="values">Broadcast to the shape of <c>this[indices]</c>, and cast to this type.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="ShapeException">An index is outside, or shapes do not fit.</exception>
    public Tensor IndexPutInPlace(ReadOnlySpan<TensorIndex> indices, Tensor values, bool accumulate = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        return PutAt("IndexPut", indices, values, accumulate);
    }

    private Tensor PutAt(string operation, ReadOnlySpan<TensorIndex> indices, Tensor values, bool accumulate)
    {
        var expression = new IndexExpression(operation, Shape, indices);
        bool isRecorded = GradMode.IsEnabled && (RequiresGrad || values.RequiresGrad);
        if (isRecorded || IsSymbolic || values.IsSymbolic || Context.Current.IsIntercepted)
        {
            // A symbolic tensor stands for the changed value afterwards: what is read is its place in the graph until then.
            return Update(operation, x => expression.Put(x.IsSymbolic ? x.WithoutValues() : x, values, accumulate), values, saves: false);
        }

        // Of what is not recorded the part alone is written.
        Tensor view = expression.View(Detach());
        if (!accumulate && expression.TryWrite(view.CheckWritable(operation, view), values)) Touch();
        else view.Update(operation, x => expression.PutInView(x, values, accumulate), values, saves: false);
        return this;
    }
}
