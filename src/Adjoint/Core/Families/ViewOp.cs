namespace Adjoint.Core;

/// <summary>A linear operation whose result is a view of its one input: nothing is computed or copied.</summary>
public abstract record ViewOp : LinearOp
{
    /// <inheritdoc/>
    public sealed override OpFacts Facts => new(Written) { IsAlias = true };

    /// <summary>How the operation is written on paper.</summary>
    protected virtual MathNotation Written => MathNotation.Function(Name);

    /// <summary>The view. The input has passed <see cref="Op.Infer"/>, which gave the shape.</summary>
    private protected abstract Tensor View(Tensor x, Shape shape);

    /// <inheritdoc/>
    public override Work? Work(Call call) => Core.Work.None;

    /// <inheritdoc/>
    protected internal sealed override Kernel Bind(ReadOnlySpan<Spec> x) =>
        Kernel.Of((inputs, results) => results[0].Overwrite(View(inputs[0], results[0].Shape)));

    /// <inheritdoc/>
    internal override bool TakesHalf => true;

    /// <inheritdoc/>
    internal sealed override Tensor? ViewOf(Tensor x)
    {
        var buffer = default(SpecBuffer);
        return View(x, Infer(SpecBuffer.Of([x], ref buffer))[0].Shape);
    }

    /// <inheritdoc/>
    internal sealed override Tensor Compute(ReadOnlySpan<Tensor> x, out Tensor[]? all)
    {
        var buffer = default(SpecBuffer);
        all = null;
        return View(x[0], Infer(SpecBuffer.Of(x, ref buffer))[0].Shape);
    }
}
