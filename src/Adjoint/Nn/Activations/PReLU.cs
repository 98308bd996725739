namespace Adjoint.Nn;

/// <summary>x above 0, a trained slope times x elsewhere. He et al. 2015 (arXiv 1502.01852).</summary>
/// <param name="slopes">1, or the number of channels for a slope for each.</param>
/// <param name="slope">The first value of the slopes.</param>
/// <param name="type">float32 or float64.</param>
/// <exception cref="ShapeException">There are no slopes.</exception>
public sealed partial class PReLU(int slopes = 1, double slope = 0.25, DType type = DType.Float32) : Layer
{
    /// <summary>[1] or [C].</summary>
    [Parameter]
    public Tensor Weight { get; } = slopes >= 1
        ? Tensor.Full([slopes], slope, type).WithGrad()
        : throw new ShapeException($"PReLU: {slopes} slopes must be at least 1.");

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Prelu(Weight);

    /// <inheritdoc/>
    protected override string Describe() => $"num_parameters={Weight.Numel}";
}
