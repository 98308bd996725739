namespace Adjoint.Nn;

/// <summary>yₖ = xᵀ·Wₖ·z + bₖ over the last axes: [batch…, m] and [batch…, n] → [batch…, out].</summary>
/// <remarks>Weight and bias are at first uniform over ±1/√m.</remarks>
/// <param name="in1Features">m, the last size of the first input.</param>
/// <param name="in2Features">n, the last size of the second input.</param>
/// <param name="outFeatures">Numbers out.</param>
/// <param name="bias">Whether to add a bias.</param>
/// <param name="generator">Draws the initial values; <see cref="Generator.Shared"/> if not given.</param>
/// <param name="dtype">float32 or float64.</param>
/// <exception cref="ShapeException">A size is below 1.</exception>
public sealed partial class Bilinear(
    int in1Features, int in2Features, int outFeatures, bool bias = true, Generator? generator = null, DType dtype = DType.Float32) : Module
{
    /// <summary>[out, m, n].</summary>
    [Parameter]
    public Tensor Weight { get => Current(field); } = in1Features >= 1 && in2Features >= 1 && outFeatures >= 1
        ? Init.UniformByFanIn([outFeatures, in1Features, in2Features], in1Features, generator, dtype)
        : throw new ShapeException($"Bilinear: {in1Features} and {in2Features} inputs and {outFeatures} outputs must be at least 1.");

    /// <summary>[out], or null.</summary>
    [Parameter]
    public Tensor? Bias { get => Current(field); } =
        bias ? Init.UniformByFanIn([outFeatures], in1Features, generator, dtype) : null;

    /// <summary>Computes the form of two inputs that differ in their last sizes only.</summary>
    /// <param name="x">[batch…, m].</param>
    /// <param name="z">[batch…, n].</param>
    /// <returns>[batch…, out].</returns>
    /// <exception cref="ShapeException">Shapes do not fit.</exception>
    public Tensor Call(Tensor x, Tensor z) => InScope(x, () => x.Bilinear(z, Weight, Bias));

    /// <inheritdoc/>
    protected override string Describe() =>
        $"in1_features={Weight.Shape[1]}, in2_features={Weight.Shape[2]}, out_features={Weight.Shape[0]}, "
        + $"bias={PythonText.Of(Bias is not null)}";
}
