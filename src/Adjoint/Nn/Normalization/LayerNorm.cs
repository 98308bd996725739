namespace Adjoint.Nn;

/// <summary>
/// Layer normalisation over the last axes: by their own mean and (biased) variance, then times weight, plus bias. Ba et al.
/// 2016 (arXiv 1607.06450).
/// </summary>
public sealed partial class LayerNorm : Layer
{
    private readonly Shape normalized;
    private readonly double epsilon;

    /// <summary>Creates the layer: weight 1, bias 0.</summary>
    /// <param name="normalized">Sizes of the last axes.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
    /// <param name="type">float32 or float64.</param>
    public LayerNorm(Shape normalized, double epsilon = 1e-5, bool affine = true, DType type = DType.Float32)
    {
        this.normalized = normalized;
        this.epsilon = epsilon;
        if (!affine) return;
        Weight = Tensor.Ones(normalized, type).WithGrad();
        Bias = Tensor.Zeros(normalized, type).WithGrad();
    }

    /// <summary>Creates the layer for the last axis alone.</summary>
    /// <param name="features">Its size.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
    /// <param name="type">float32 or float64.</param>
    public LayerNorm(int features, double epsilon = 1e-5, bool affine = true, DType type = DType.Float32)
        : this(Shape.Create([features]), epsilon, affine, type) { }

    /// <summary>Of the normalised sizes, or null.</summary>
    [Parameter]
    public Tensor? Weight { get; }

    /// <summary>Of the normalised sizes, or null.</summary>
    [Parameter]
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.LayerNorm(normalized, Weight, Bias, epsilon);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{PythonText.Of(new Steps(normalized.Span))}, eps={PythonText.Of(epsilon)}, "
        + $"elementwise_affine={PythonText.Of(Weight is not null)}";
}
