namespace Adjoint.Nn;

/// <summary>A <see cref="Linear"/> layer whose number of inputs is the last size of its first input.</summary>
/// <remarks>Weight and bias are uniform over ±1/√in. Until then the network has no parameters to optimize.</remarks>
/// <param name="outFeatures">Numbers out.</param>
/// <param name="bias">Whether to add a bias.</param>
/// <param name="generator">Draws the initial values; <see cref="Generator.Shared"/> if not given.</param>
/// <param name="dtype">float32 or float64.</param>
/// <exception cref="ShapeException">There are no outputs.</exception>
public sealed partial class LazyLinear(int outFeatures, bool bias = true, Generator? generator = null, DType dtype = DType.Float32)
    : Layer, ILazyModule
{
    private readonly int outputs =
        outFeatures >= 1 ? outFeatures : throw new ShapeException($"LazyLinear: {outFeatures} outputs must be at least 1.");
    private DType type = dtype;

    [Parameter("weight")] private Tensor? weight;
    [Parameter("bias")] private Tensor? summand;

    /// <summary>[out, in].</summary>
    /// <exception cref="AdjointException">There was no input yet.</exception>
    public Tensor Weight => Current(weight) ?? throw Lazy.Pending("LazyLinear");

    /// <summary>[out], or null.</summary>
    public Tensor? Bias => Current(summand);

    bool ILazyModule.IsPending => weight is null;

    DType ILazyModule.Type
    {
        set => type = value;
    }

    /// <inheritdoc/>
    protected override string Kind => weight is null ? "LazyLinear" : "Linear";

    void ILazyModule.MakeLike(Func<string, Tensor?> state)
    {
        if (state("weight") is { Rank: 2 } known) Make(known.Shape[1]);
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        if (weight is null)
        {
            if (x.Rank == 0) throw new ShapeException("LazyLinear: takes [batch…, in], not a number.");
            Make(x.Shape[^1]);
        }

        return x.Linear(Weight, Bias);
    }

    /// <inheritdoc/>
    protected override string Describe() =>
        $"in_features={weight?.Shape[1] ?? 0}, out_features={outputs}, bias={PythonText.Of(bias)}";

    private void Make(int inputs)
    {
        weight = Init.UniformByFanIn([outputs, inputs], inputs, generator, type);
        if (bias) summand = Init.UniformByFanIn([outputs], inputs, generator, type);
    }
}
