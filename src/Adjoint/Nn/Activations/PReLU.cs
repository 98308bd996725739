namespace Adjoint.Nn;

/// <summary>x above 0, a trained slope times x elsewhere. He et al. 2015 (arXiv 1502.01852).</summary>
public sealed partial class PReLU : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="slopes">1, or the number of channels for a slope for each.</param>
    /// <param name="slope">The first value of the slopes.</param>
    /// <param name="type">float32 or float64.</param>
    /// <exception cref="ShapeException">There are no slopes.</exception>
    public PReLU(int slopes = 1, double slope = 0.25, DType type = DType.Float32)
    {
        if (slopes < 1) throw new ShapeException($"PReLU: {slopes} slopes must be at least 1.");
        Weight = Tensor.Full([slopes], slope, type).WithGrad();
    }

    /// <summary>[1] or [C].</summary>
    [Parameter]
    public Tensor Weight { get; }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Prelu(Weight);

    /// <inheritdoc/>
    protected override string Describe() => $"num_parameters={Weight.Count}";
}
