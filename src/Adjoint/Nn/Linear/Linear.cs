namespace Adjoint.Nn;

/// <summary>y = x·Wᵀ + b over the last axis: [batch…, in] → [batch…, out].</summary>
/// <remarks>Weight and bias are at first uniform over ±1/√in.</remarks>
/// <param name="inputs">Numbers in; the last size of the input.</param>
/// <param name="outputs">Numbers out.</param>
/// <param name="bias">Whether to add a bias.</param>
/// <param name="random">Draws the initial values; <see cref="Generator.Shared"/> if not given.</param>
/// <param name="type">float32 or float64.</param>
/// <exception cref="ShapeException">A size is below 1.</exception>
public sealed partial class Linear(
    int inputs, int outputs, bool bias = true, Generator? random = null, DType type = DType.Float32) : Layer
{
    /// <summary>[out, in].</summary>
    [Parameter]
    public Tensor Weight { get => Current(field); } = inputs >= 1 && outputs >= 1
        ? Initializers.UniformByFanIn([outputs, inputs], inputs, random, type)
        : throw new ShapeException($"Linear: {inputs} inputs and {outputs} outputs must be at least 1.");

    /// <summary>[out], or null.</summary>
    [Parameter] public Tensor? Bias { get => Current(field); } = bias ? Initializers.UniformByFanIn([outputs], inputs, random, type) : null;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Linear(Weight, Bias);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"in_features={Weight.Shape[1]}, out_features={Weight.Shape[0]}, bias={PythonText.Of(Bias is not null)}";
}
