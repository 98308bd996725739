namespace Adjoint.Nn;

/// <summary>y = x·Wᵀ + b over the last axis: [batch…, in] → [batch…, out].</summary>
public sealed partial class Linear : Layer
{
    /// <summary>Makes the layer, weight and bias uniform over ±1/√in.</summary>
    /// <param name="inputs">Numbers in; the last size of the input.</param>
    /// <param name="outputs">Numbers out.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="random">Draws the first values; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">float32 or float64.</param>
    /// <exception cref="ShapeException">A size is below 1.</exception>
    public Linear(int inputs, int outputs, bool bias = true, Generator? random = null, DType type = DType.Float32)
    {
        if (inputs < 1 || outputs < 1) throw new ShapeException($"Linear: {inputs} inputs and {outputs} outputs must be at least 1.");
        Weight = Initializers.UniformByFanIn([outputs, inputs], inputs, random, type);
        Bias = bias ? Initializers.UniformByFanIn([outputs], inputs, random, type) : null;
    }

    /// <summary>[out, in].</summary>
    [Parameter]
    public Tensor Weight { get; }

    /// <summary>[out], or null.</summary>
    [Parameter]
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Linear(Weight, Bias);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"in_features={Weight.Shape[1]}, out_features={Weight.Shape[0]}, bias={Repr.Of(Bias is not null)}";
}
