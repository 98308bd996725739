namespace Adjoint.Nn;

/// <summary>
/// Layer normalisation over the last axes: by their own mean and (biased) variance, then times weight, plus bias. Ba et al.
/// 2016 (arXiv 1607.06450).
/// </summary>
/// <remarks>The weight is at first 1, the bias 0.</remarks>
/// <param name="normalized">Sizes of the last axes.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
/// <param name="type">float32 or float64.</param>
/// <param name="bias">Whether the bias is there, where there is a weight.</param>
public sealed partial class LayerNorm(
    Shape normalized, double epsilon = 1e-5, bool affine = true, DType type = DType.Float32, bool bias = true) : Layer
{
    /// <summary>Creates the layer for the last axis alone.</summary>
    /// <param name="features">Its size.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether to multiply by a trained weight and add a trained bias.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="bias">Whether the bias is there, where there is a weight.</param>
    public LayerNorm(int features, double epsilon = 1e-5, bool affine = true, DType type = DType.Float32, bool bias = true)
        : this(Shape.Create([features]), epsilon, affine, type, bias) { }

    /// <summary>Of the normalised sizes, or null.</summary>
    [Parameter] public Tensor? Weight { get => Current(field); } = affine ? Tensor.Ones(normalized, type).WithGrad() : null;

    /// <summary>Of the normalised sizes, or null.</summary>
    [Parameter] public Tensor? Bias { get => Current(field); } = affine && bias ? Tensor.Zeros(normalized, type).WithGrad() : null;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.LayerNorm(normalized, Weight, Bias, epsilon);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{PythonText.Of(new Steps(normalized.Span))}, eps={PythonText.Of(epsilon)}, "
        + $"elementwise_affine={PythonText.Of(Weight is not null)}";
}
