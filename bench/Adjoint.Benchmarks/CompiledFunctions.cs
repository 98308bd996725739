using Adjoint.Symbolic;
using BenchmarkDotNet.Attributes;

namespace Adjoint.Benchmarks;

/// <summary>Compiled functions, value and gradient, beside plain loops.</summary>
[MemoryDiagnoser]
public class CompiledFunctions
{
    private const int Count = 100_000;

    private readonly Compiled small = Compiled.Of(Expression.Parse("(x^2/log(x) + c)*(x^2/log(x) - c)"));
    private readonly double[] smallGradient = new double[2];
    private readonly Compiled rosenbrock = Compiled.Of(
        x => ((100 * (x[1..] - x[..^1].Square()).Square()) + (1 - x[..^1]).Square()).Sum(), [Count]);

    private readonly double[] point = [.. Enumerable.Range(0, Count).Select(i => Math.Sin(i))];
    private readonly double[] gradient = new double[Count];

    /// <summary>f(x, c) = (x²/log x + c)(x²/log x − c) at x = 3, c = 5.</summary>
    [Benchmark]
    public double Small() => small.ValueAndGradient([3, 5], smallGradient);

    /// <summary>Rosenbrock's function of 100,000 variables.</summary>
    [Benchmark]
    public double Rosenbrock() => rosenbrock.ValueAndGradient(point, gradient);

    /// <summary>The same as a loop that a person would write, with the derivatives by hand.</summary>
    [Benchmark(Baseline = true)]
    public double RosenbrockByHand()
    {
        double[] x = point;
        double[] g = gradient;
        double value = 0;
        double carried = 0;
        for (int i = 0; i + 1 < x.Length; i++)
        {
            double u = x[i + 1] - (x[i] * x[i]);
            double r = 1 - x[i];
            value += (100 * u * u) + (r * r);
            g[i] = carried - (400 * u * x[i]) - (2 * r);
            carried = 200 * u;
        }

        g[^1] = carried;
        return value;
    }
}
