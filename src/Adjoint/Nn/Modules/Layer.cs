namespace Adjoint.Nn;

/// <summary>
/// A module that maps one tensor to one without inner modules. Its hooks run, and inspection sees it as one step, whether it is
/// run by <see cref="Module.Call"/> or by <see cref="Forward"/>.
/// </summary>
public abstract class Layer : Module
{
    /// <inheritdoc/>
    public sealed override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return RunInScope(x);
    }

    private protected sealed override Tensor Compute(Tensor x) => Apply(x);

    /// <summary>Computes the layer's output.</summary>
    /// <param name="x">The input; never null.</param>
    /// <returns>The output.</returns>
    protected abstract Tensor Apply(Tensor x);

    /// <summary>Refuses what is neither a batch of images [N, C, sizes…] nor one image [C, sizes…] with so many spatial axes.</summary>
    private protected void CheckImage(Tensor x, int axes)
    {
        if (x.Rank != axes + 2 && x.Rank != axes + 1)
            throw new ShapeException($"{Kind}: takes an image [N, C, {axes} sizes] or a single [C, {axes} sizes], not {x.Shape}.");
    }
}
