namespace Adjoint.Core;

/// <summary>
/// The family of operations that are linear in each of two inputs, such as products. A rule states two adjoints; the
/// forward mode is the operation itself.
/// </summary>
public abstract record BilinearOp : Op
{
    /// <summary>The adjoint with respect to one input, the other one held.</summary>
    /// <param name="call">The call.</param>
    /// <param name="input">Number of the input.</param>
    /// <param name="g">The gradient of the result.</param>
    /// <param name="other">The other input.</param>
    /// <returns>Of the input's type and shape.</returns>
    protected abstract Tensor Adjoint(Call call, int input, Tensor g, Tensor other);

    /// <inheritdoc/>
    public sealed override void Pull(Pullback p)
    {
        ArgumentNullException.ThrowIfNull(p);
        for (int input = 0; input < 2; input++)
            if (p.Wants(input)) p.Give(input, Adjoint(p.Call, input, p.Gradient(), p.Input(1 - input)));
    }

    /// <inheritdoc/>
    public sealed override void Push(Pushforward p)
    {
        ArgumentNullException.ThrowIfNull(p);
        if (p.Tangent(0) is { } first) p.Give(0, Engine.Apply(this, first, p.Input(1)));
        if (p.Tangent(1) is { } second) p.Give(0, Engine.Apply(this, p.Input(0), second));
    }
}
