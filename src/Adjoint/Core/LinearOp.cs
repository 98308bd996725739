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
    protected abstract Tensor? Adjoint(Call call, int input, Tensor g);

    /// <inheritdoc/>
    public sealed override Tensor? Vjp(Call call, int input, Tensor g) => Adjoint(call, input, g);

    /// <inheritdoc/>
    public sealed override Tensor? Jvp(Call call, int input, Tensor t)
    {
        Tensor[] x = call.Inputs.ToArray();
        for (int i = 0; i < x.Length; i++)
        {
            if (i == input) x[i] = t;
            else if (x[i].DType.IsFloatingPoint()) x[i] = Tensor.Zeros(x[i].Shape, x[i].DType);
        }

        return Engine.Apply(this, x);
    }
}

/// <summary>A linear operation whose result is a view of its one input: nothing is computed or copied.</summary>
public abstract record ViewOp : LinearOp
{
    /// <summary>The view. The input has passed <see cref="Op.Infer"/>, which gave the shape.</summary>
    private protected abstract Tensor View(Tensor x, Shape shape);

    /// <inheritdoc/>
    public override Work? Work(Call call) => Core.Work.None;

    /// <inheritdoc/>
    protected internal sealed override void Run(ReadOnlySpan<Tensor> x, Tensor y) => throw new NotSupportedException(Name);

    /// <inheritdoc/>
    protected internal sealed override Tensor Compute(ReadOnlySpan<Tensor> x)
    {
        Spec spec = Infer(x);
        return View(x[0], spec.Shape);
    }
}
