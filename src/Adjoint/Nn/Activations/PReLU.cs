namespace Adjoint.Nn;

/// <summary>x above 0, a trained slope times x elsewhere. He et al. 2015 (arXiv 1502.01852).</summary>
/// <param name="numParameters">1, or the number of channels for a slope for each.</param>
/// <param name="init">The first value of the slopes.</param>
/// <param name="dtype">float32 or float64.</param>
/// <exception cref="ShapeException">There are no slopes.</exception>
public sealed partial class PReLU(int numParameters = 1, double init = 0.25, DType dtype = DType.Float32) : Layer
{
    /// <summary>[1] or [C].</summary>
    [Parameter]
    public Tensor Weight { get; } = numParameters >= 1
        ? Tensor.Full([numParameters], init, dtype).WithGrad()
        : throw new ShapeException($"PReLU: {numParameters} slopes must be at least 1.");

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Prelu(Weight);

    /// <inheritdoc/>
    protected override string Describe() => $"num_parameters={Weight.Numel}";
}
