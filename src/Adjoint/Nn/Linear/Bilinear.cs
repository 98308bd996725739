namespace Adjoint.Nn;

/// <summary>yₖ = xᵀ·Wₖ·z + bₖ over the last axes: [batch…, m] and [batch…, n] → [batch…, out].</summary>
/// <remarks>Weight and bias are at first uniform over ±1/√m.</remarks>
/// <param name="first">m, the last size of the first input.</param>
/// <param name="second">n, the last size of the second input.</param>
/// <param name="outputs">Numbers out.</param>
/// <param name="bias">Whether to add a bias.</param>
/// <param name="random">Draws the initial values; <see cref="Generator.Shared"/> if not given.</param>
/// <param name="type">float32 or float64.</param>
/// <exception cref="ShapeException">A size is below 1.</exception>
public sealed partial class Bilinear(
    int first, int second, int outputs, bool bias = true, Generator? random = null, DType type = DType.Float32) : Module
{
    /// <summary>[out, m, n].</summary>
    [Parameter]
    public Tensor Weight { get => Current(field); } = first >= 1 && second >= 1 && outputs >= 1
        ? Initializers.UniformByFanIn([outputs, first, second], first, random, type)
        : throw new ShapeException($"Bilinear: {first} and {second} inputs and {outputs} outputs must be at least 1.");

    /// <summary>[out], or null.</summary>
    [Parameter] public Tensor? Bias { get => Current(field); } = bias ? Initializers.UniformByFanIn([outputs], first, random, type) : null;

    /// <summary>Computes the form of two inputs that differ in their last sizes only.</summary>
    public Tensor Forward(Tensor x, Tensor z) => InScope(x, () => x.Bilinear(z, Weight, Bias));

    /// <inheritdoc/>
    protected override string Describe() =>
        $"in1_features={Weight.Shape[1]}, in2_features={Weight.Shape[2]}, out_features={Weight.Shape[0]}, "
        + $"bias={PythonText.Of(Bias is not null)}";
}
