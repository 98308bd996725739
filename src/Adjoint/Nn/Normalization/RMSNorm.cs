namespace Adjoint.Nn;

/// <summary>x / √(mean of x² + ε) over the last axes, times a weight. Zhang &amp; Sennrich 2019 (arXiv 1910.07467).</summary>
/// <remarks>The weight is at first 1.</remarks>
/// <param name="normalizedShape">Sizes of the last axes.</param>
/// <param name="eps">ε; the distance from 1 to the next number of the input's type if not given.</param>
/// <param name="elementwiseAffine">Whether to multiply by a trained weight.</param>
/// <param name="dtype">float32 or float64.</param>
public sealed partial class RMSNorm(
    Shape normalizedShape, double? eps = null, bool elementwiseAffine = true, DType dtype = DType.Float32) : Layer
{
    /// <summary>Creates the layer for the last axis alone.</summary>
    /// <param name="normalizedShape">Its size.</param>
    /// <param name="eps">ε; the distance from 1 to the next number of the input's type if not given.</param>
    /// <param name="elementwiseAffine">Whether to multiply by a trained weight.</param>
    /// <param name="dtype">float32 or float64.</param>
    public RMSNorm(int normalizedShape, double? eps = null, bool elementwiseAffine = true, DType dtype = DType.Float32)
        : this(Shape.Create([normalizedShape]), eps, elementwiseAffine, dtype) { }

    /// <summary>Of the normalised sizes, or null.</summary>
    [Parameter]
    public Tensor? Weight { get => Current(field); } =
        elementwiseAffine ? Tensor.Ones(normalizedShape, dtype).WithGrad() : null;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.RmsNorm(normalizedShape, Weight, eps);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{PythonText.Of(new Steps(normalizedShape.Span))}, eps={(eps is { } given ? PythonText.Of(given) : "None")}, "
        + $"elementwise_affine={PythonText.Of(Weight is not null)}";
}
