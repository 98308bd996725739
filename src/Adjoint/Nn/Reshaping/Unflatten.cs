namespace Adjoint.Nn;

/// <summary>An axis divided into several.</summary>
public sealed class Unflatten : Layer
{
    private readonly int axis;
    private readonly int[] sizes;

    /// <summary>Makes the layer.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="sizes">Sizes of the axes that take its place; one may be −1.</param>
    public Unflatten(int axis, params ReadOnlySpan<int> sizes)
    {
        this.axis = axis;
        this.sizes = sizes.ToArray();
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Unflatten(axis, sizes);

    /// <inheritdoc/>
    protected override string Describe() => $"dim={axis}, unflattened_size={Repr.Of(new Steps(sizes))}";
}
