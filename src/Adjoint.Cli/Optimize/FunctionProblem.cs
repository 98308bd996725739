namespace Adjoint.Cli;

/// <summary>A function of a few numbers, which are one vector.</summary>
/// <param name="name">What it is called.</param>
/// <param name="coordinates">Names of the numbers.</param>
/// <param name="start">Where to begin.</param>
/// <param name="minima">Where it is least, as far as that is known.</param>
/// <param name="function">The function of the vector.</param>
internal sealed class FunctionProblem(
    string name, IReadOnlyList<string> coordinates, double[] start, IReadOnlyList<double[]> minima, Func<Tensor, Tensor> function)
    : Problem
{
    /// <summary>Standard deviation of each element of noise in the gradient.</summary>
    public double Noise { get; init; }

    /// <summary>What the noise depends on.</summary>
    public ulong Seed { get; init; }

    public override string Name => name;

    public override IReadOnlyList<string> Coordinates => coordinates;

    public override IReadOnlyList<double[]> Minima => minima;

    public override IReadOnlyList<Tensor> Start() => [Tensor.From<double>(start).WithGrad()];

    public override Tensor Loss(IReadOnlyList<Tensor> parameters, long evaluation)
    {
        Tensor exact = Exact(parameters);
        if (Noise == 0) return exact;
        var random = new Generator(Seed) { Stream = (ulong)evaluation };
        return exact + (Tensor.Normal([start.Length], 0, Noise, random, DType.Float64) * parameters[0]).Sum();
    }

    protected override Tensor Exact(IReadOnlyList<Tensor> parameters) => function(parameters[0]);
}
