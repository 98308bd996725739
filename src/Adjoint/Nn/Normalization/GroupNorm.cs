namespace Adjoint.Nn;

/// <summary>
/// Group normalisation of [N, C, …]: groups of neighbouring channels of each image by their own mean and (biased) variance.
/// Wu &amp; He 2018 (arXiv 1803.08494).
/// </summary>
/// <remarks>The weight is at first 1, the bias 0.</remarks>
/// <param name="numGroups">Number of groups.</param>
/// <param name="numChannels">Channels C of the image.</param>
/// <param name="eps">Added to the variance.</param>
/// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
/// <param name="dtype">float32 or float64.</param>
/// <exception cref="ShapeException">The channels do not divide by the groups.</exception>
public sealed partial class GroupNorm(
    int numGroups, int numChannels, double eps = 1e-5, bool affine = true, DType dtype = DType.Float32) : Layer
{
    private readonly int groups = numGroups >= 1 && numChannels >= 1 && numChannels % numGroups == 0
        ? numGroups
        : throw new ShapeException($"GroupNorm: {numChannels} channels must divide by {numGroups} groups.");

    /// <summary>[C], or null.</summary>
    [Parameter] public Tensor? Weight { get => Current(field); } = affine ? Tensor.Ones([numChannels], dtype).WithGrad() : null;

    /// <summary>[C], or null.</summary>
    [Parameter] public Tensor? Bias { get => Current(field); } = affine ? Tensor.Zeros([numChannels], dtype).WithGrad() : null;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.GroupNorm(groups, Weight, Bias, eps);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{groups}, {numChannels}, eps={PythonText.Of(eps)}, affine={PythonText.Of(Weight is not null)}";
}
