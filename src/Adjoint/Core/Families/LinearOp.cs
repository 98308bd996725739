namespace Adjoint.Core;

/// <summary>
/// The family of operations that are linear in their real inputs, all together. A rule states the adjoint; the forward
/// mode is the operation itself. Integer inputs, such as indices, are attributes.
/// </summary>
public abstract record LinearOp : Op
{
    /// <inheritdoc/>
    public override Keep Keeps => Keep.Shapes;

    /// <summary>The adjoint: what takes a gradient of the result to the gradient of one input.</summary>
    /// <param name="call">The call, for the shapes of its inputs and the values of integers.</param>
    /// <param name="input">Number of the input.</param>
    /// <param name="g">The gradient of the result.</param>
    /// <returns>Of the input's type and shape; null for zero.</returns>
    protected abstract Tensor? Adjoint(Call call, int input, Tensor g);

    /// <inheritdoc/>
    public sealed override void Pull(Pullback p)
    {
        ArgumentNullException.ThrowIfNull(p);
        for (int input = 0; input < p.Inputs; input++)
            if (p.Wants(input)) p.Give(input, Adjoint(p.Call, input, p.Gradient()));
    }

    /// <inheritdoc/>
    public sealed override void Push(Pushforward p)
    {
        ArgumentNullException.ThrowIfNull(p);
        var x = new Tensor[p.Inputs];
        for (int i = 0; i < x.Length; i++)
        {
            Tensor input = p.Input(i);
            x[i] = p.Tangent(i) ?? (input.DType.IsFloatingPoint() ? Tensor.Zeros(input.Shape, input.DType) : input);
        }

        p.Give(0, Engine.Apply(this, x));
    }
}

/// <summary>A linear operation that only moves elements: no arithmetic, and half precision as it is.</summary>
internal abstract record MoveOp : LinearOp
{
    internal sealed override bool TakesHalf => true;

    public sealed override Work? Work(Call call) => Core.Work.None;
}
