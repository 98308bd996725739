namespace Adjoint.Nn;

/// <summary>An axis divided into several.</summary>
/// <param name="axis">The axis; negative counts from the end.</param>
/// <param name="unflattenedSize">Sizes of the axes that take its place; one may be −1.</param>
public sealed class Unflatten(int axis, params ReadOnlySpan<int> unflattenedSize) : Layer
{
    private readonly int[] sizes = unflattenedSize.ToArray();

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Unflatten(axis, sizes);

    /// <inheritdoc/>
    protected override string Describe() => $"dim={axis}, unflattened_size={PythonText.Of(new Steps(sizes))}";
}
