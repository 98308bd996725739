namespace Adjoint.Nn;

/// <summary>
/// Group normalisation of [N, C, …]: groups of neighbouring channels of each image by their own mean and (biased) variance.
/// Wu &amp; He 2018 (arXiv 1803.08494).
/// </summary>
public sealed partial class GroupNorm : Layer
{
    private readonly int groups;
    private readonly int channels;
    private readonly double epsilon;

    /// <summary>Makes the layer: weight 1, bias 0.</summary>
    /// <param name="groups">Number of groups.</param>
    /// <param name="channels">Channels C of the image.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
    /// <param name="type">float32 or float64.</param>
    /// <exception cref="ShapeException">The channels do not divide by the groups.</exception>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5, bool affine = true, DType type = DType.Float32)
    {
        if (groups < 1 || channels < 1 || channels % groups != 0)
            throw new ShapeException($"GroupNorm: {channels} channels must divide by {groups} groups.");
        this.groups = groups;
        this.channels = channels;
        this.epsilon = epsilon;
        if (!affine) return;
        Weight = Tensor.Ones([channels], type).WithGrad();
        Bias = Tensor.Zeros([channels], type).WithGrad();
    }

    /// <summary>[C], or null.</summary>
    [Parameter]
    public Tensor? Weight { get; }

    /// <summary>[C], or null.</summary>
    [Parameter]
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.GroupNorm(groups, Weight, Bias, epsilon);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{groups}, {channels}, eps={Repr.Of(epsilon)}, affine={Repr.Of(Weight is not null)}";
}
