namespace Adjoint.Nn;

/// <summary>
/// Group normalisation of [N, C, …]: groups of neighbouring channels of each image by their own mean and (biased) variance.
/// Wu &amp; He 2018 (arXiv 1803.08494).
/// </summary>
/// <remarks>The weight is at first 1, the bias 0.</remarks>
/// <param name="groups">Number of groups.</param>
/// <param name="channels">Channels C of the image.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
/// <param name="type">float32 or float64.</param>
/// <exception cref="ShapeException">The channels do not divide by the groups.</exception>
public sealed partial class GroupNorm(
    int groups, int channels, double epsilon = 1e-5, bool affine = true, DType type = DType.Float32) : Layer
{
    private readonly int groups = groups >= 1 && channels >= 1 && channels % groups == 0
        ? groups
        : throw new ShapeException($"GroupNorm: {channels} channels must divide by {groups} groups.");

    /// <summary>[C], or null.</summary>
    [Parameter] public Tensor? Weight { get => Current(field); } = affine ? Tensor.Ones([channels], type).WithGrad() : null;

    /// <summary>[C], or null.</summary>
    [Parameter] public Tensor? Bias { get => Current(field); } = affine ? Tensor.Zeros([channels], type).WithGrad() : null;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.GroupNorm(groups, Weight, Bias, epsilon);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{groups}, {channels}, eps={PythonText.Of(epsilon)}, affine={PythonText.Of(Weight is not null)}";
}
