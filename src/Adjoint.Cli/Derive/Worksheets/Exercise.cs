using System.Globalization;
using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>Functions and points for exercises, the same for the same seed.</summary>
internal static class Exercise
{
    private const int MostTries = 200;

    private static readonly string[] Functions =
    [
        "(x^2/log(x) + c)*(x^2/log(x) - c)", "sigmoid(w*x + b)", "(a*x + b)^2/(x + 1)", "x*exp(-x*y)", "log(x^2 + y^2)", "sin(x*y) + x^2",
        "relu(w*x + b)*v - y", "(sigmoid(w*x + b) - y)^2", "sqrt(x^2 + 3*y)", "x^y + y", "tanh(u*tanh(w*x))", "exp(x)/(exp(x) + exp(y))",
        "-y*log(p) - (1 - y)*log(1 - p)", "(x + y)/(x - 2*y)", "cos(x)*x^3", "log(1 + exp(-y*w))",
    ];

    private static readonly double[] Numbers = [1, 2, 3, 4, 5, 0.5, -1, -2, 0.25, 1.5];

    /// <summary>A function.</summary>
    public static string Function(ulong seed) => Functions[Draw(1, Functions.Length, new Generator(seed))[0]];

    /// <summary>Small numbers for all variables, where the function and its derivatives have values.</summary>
    public static string[] Point(Expression f, ulong seed)
    {
        // Other draws than those of the function.
        var generator = new Generator(~seed);
        for (int i = 0; i < MostTries; i++)
        {
            double[] point = [.. Draw(f.Variables.Count, Numbers.Length, generator).Select(place => Numbers[place])];
            try
            {
                Derivation trace = Derivation.Of(f, point);
                if (trace.Variables.All(v => v.Adjoint is { } slope && double.IsFinite(slope.Detach().Item())) && Kink.Of(trace).Count == 0)
                    return [string.Join(',', f.Variables.Zip(point, (v, x) => $"{v.Name}={x.ToString(CultureInfo.InvariantCulture)}"))];
            }
            catch (DomainException)
            {
                // Another one.
            }
        }

        throw new UsageException(
            "--ask: found no point where the function has a derivative; give one with --at. See adjoint derive --help.");
    }

    private static int[] Draw(int count, int below, Generator generator) =>
        Tensor.RandInt(0, below, [count], generator, DType.Int32).ToArray<int>();
}
