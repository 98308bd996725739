namespace Adjoint.Nn;

/// <summary>
/// Layer normalisation over the last axes: by their own mean and (biased) variance, then times weight, plus bias. Ba et al.
/// 2016 (arXiv 1607.06450).
/// </summary>
/// <remarks>The weight is at first 1, the bias 0.</remarks>
/// <param name="normalizedShape">Sizes of the last axes.</param>
/// <param name="eps">Added to the variance.</param>
/// <param name="elementwiseAffine">Whether to multiply by a trained weight and add a trained bias.</param>
/// <param name="dtype">float32 or float64.</param>
/// <param name="bias">Whether the bias is there, where there is a weight.</param>
public sealed partial class LayerNorm(
    Shape normalizedShape, double eps = 1e-5, bool elementwiseAffine = true, DType dtype = DType.Float32, bool bias = true) : Layer
{
    /// <summary>Creates the layer for the last axis alone.</summary>
    /// <param name="normalizedShape">Its size.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="elementwiseAffine">Whether to multiply by a trained weight and add a trained bias.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="bias">Whether the bias is there, where there is a weight.</param>
    public LayerNorm(int normalizedShape, double eps = 1e-5, bool elementwiseAffine = true, DType dtype = DType.Float32, bool bias = true)
        : this(Shape.Create([normalizedShape]), eps, elementwiseAffine, dtype, bias) { }

    /// <summary>Of the normalised sizes, or null.</summary>
    [Parameter]
    public Tensor? Weight { get => Current(field); } =
        elementwiseAffine ? Tensor.Ones(normalizedShape, dtype).WithGrad() : null;

    /// <summary>Of the normalised sizes, or null.</summary>
    [Parameter]
    public Tensor? Bias { get => Current(field); } =
        elementwiseAffine && bias ? Tensor.Zeros(normalizedShape, dtype).WithGrad() : null;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.LayerNorm(normalizedShape, Weight, Bias, eps);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{PythonText.Of(new Steps(normalizedShape.Span))}, eps={PythonText.Of(eps)}, "
        + $"elementwise_affine={PythonText.Of(Weight is not null)}";
}
