namespace Adjoint.Nn;

/// <summary>y = x·Wᵀ + b over the last axis: [batch…, in] → [batch…, out].</summary>
/// <remarks>Weight and bias are at first uniform over ±1/√in.</remarks>
/// <param name="inFeatures">Numbers in; the last size of the input.</param>
/// <param name="outFeatures">Numbers out.</param>
/// <param name="bias">Whether to add a bias.</param>
/// <param name="generator">Draws the initial values; <see cref="Generator.Shared"/> if not given.</param>
/// <param name="dtype">float32 or float64.</param>
/// <exception cref="ShapeException">A size is below 1.</exception>
public sealed partial class Linear(
    int inFeatures, int outFeatures, bool bias = true, Generator? generator = null, DType dtype = DType.Float32) : Layer
{
    /// <summary>[out, in].</summary>
    [Parameter]
    public Tensor Weight { get => Current(field); } = inFeatures >= 1 && outFeatures >= 1
        ? Init.UniformByFanIn([outFeatures, inFeatures], inFeatures, generator, dtype)
        : throw new ShapeException($"Linear: {inFeatures} inputs and {outFeatures} outputs must be at least 1.");

    /// <summary>[out], or null.</summary>
    [Parameter]
    public Tensor? Bias { get => Current(field); } =
        bias ? Init.UniformByFanIn([outFeatures], inFeatures, generator, dtype) : null;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Linear(Weight, Bias);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"in_features={Weight.Shape[1]}, out_features={Weight.Shape[0]}, bias={PythonText.Of(Bias is not null)}";
}
