using Adjoint.Graphs;

namespace Adjoint.Nn;

/// <summary>The largest of each of as many nearly equal windows as the size says, along one axis, [N, C, L] or [C, L].</summary>
/// <param name="size">Number of windows along each axis.</param>
public sealed class AdaptiveMaxPool1d(Spatial size) : Layer
{
    /// <summary>The largest of each window, and where in its plane it was found (int64).</summary>
    public (Tensor Values, Tensor Indices) ForwardWithIndices(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using Recording.Entry _ = Recording.Enter(this);
        return x.AdaptiveMaxPool(1, size);
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.AdaptiveMaxPool1d(size);

    /// <inheritdoc/>
    protected override string Describe() => $"output_size={size}";
}
