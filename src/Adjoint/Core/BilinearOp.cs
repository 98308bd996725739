namespace Adjoint.Core;

/// <summary>
/// The family of operations that are linear in each of two inputs, such as products. A rule states two adjoints; the
/// forward mode is the operation itself.
/// </summary>
public abstract record BilinearOp : Op
{
    /// <summary>The adjoint with respect to one input, the other one held.</summary>
    protected abstract Tensor Adjoint(Call call, int input, Tensor g, Tensor other);

    /// <inheritdoc/>
    public sealed override Tensor? Vjp(Call call, int input, Tensor g) => Adjoint(call, input, g, call[1 - input]);

    /// <inheritdoc/>
    public sealed override Tensor? Jvp(Call call, int input, Tensor t) =>
        input == 0 ? Engine.Apply(this, t, call[1]) : Engine.Apply(this, call[0], t);
}
