namespace Adjoint.Cli;

/// <summary>The problems with names, from the literature on optimization, and their known minima.</summary>
internal static class ProblemCatalogue
{
    /// <summary>Their names, with a word about each.</summary>
    public static IReadOnlyList<(string Name, string Description)> All { get; } =
    [
        ("quadratic", "a bowl, as steep along the last axis as --condition says"),
        ("rosenbrock", "a bent valley; --dim for more than two variables"),
        ("beale", "flat, with a sharp corner"),
        ("himmelblau", "four equal minima"),
        ("ackley", "a hole in a field of bumps"),
        ("rastrigin", "a bowl full of bumps"),
        ("saddle", "flat where it begins, and down on both sides"),
        ("noisy", "the quadratic bowl, with noise in the gradient"),
        ("logistic", "logistic regression on the embedded digits"),
    ];

    /// <summary>Makes a problem by its name.</summary>
    /// <returns>The problem, or null if there is none of that name.</returns>
    public static Problem? Find(string name, int? dimensions, double condition, double noise, ulong seed)
    {
        int n = dimensions ?? 2;
        return name switch
        {
            "quadratic" => Bowl(name, n, condition, 0, seed),
            "noisy" => Bowl(name, n, condition, noise, seed),
            "rosenbrock" when n < 2 =>
                throw new UsageException("--dim: rosenbrock takes at least 2 variables. See adjoint optimize --help."),
            "rosenbrock" => Vector(name, Alternating(n, -1.2, 1), [Repeat(n, 1)], Rosenbrock),
            "beale" => Plane(name, [1, 1], [[3, 0.5]], (x, y) =>
                (1.5 - x + (x * y)).Square() + (2.25 - x + (x * y.Square())).Square() + (2.625 - x + (x * y.Pow(3))).Square()),
            "himmelblau" => Plane(name, [-1, 0.5], Himmelblau, (x, y) => (x.Square() + y - 11).Square() + (x + y.Square() - 7).Square()),
            "ackley" => Vector(name, Alternating(n, 2.1, -1.3), [Repeat(n, 0)], x =>
                (-20 * (-0.2 * (x.Square().Mean() + 1e-300).Sqrt()).Exp()) - (x * (2 * Math.PI)).Cos().Mean().Exp() + 20 + Math.E),
            "rastrigin" => Vector(name, Alternating(n, 2.3, -1.6), [Repeat(n, 0)], x =>
                (10 * n) + (x.Square() - (10 * (x * (2 * Math.PI)).Cos())).Sum()),
            "saddle" => Plane(name, [0.5, 1e-3], [[0, 1], [0, -1]], (x, y) => x.Square() - (y.Square() / 2) + (y.Pow(4) / 4) + 0.25),
            "logistic" => new LogisticProblem(),
            _ => null,
        };
    }

    // The first is exact; the others are the roots of the gradient, by Newton's method in higher precision.
    private static readonly double[][] Himmelblau =
    [
        [3, 2], [-2.805118086952745, 3.131312518250573], [-3.779310253377747, -3.283185991286170], [3.584428340330492, -1.848126526964404],
    ];

    private static FunctionProblem Bowl(string name, int n, double condition, double noise, ulong seed)
    {
        double[] steepness = [.. Enumerable.Range(0, n).Select(i => Math.Pow(condition, n == 1 ? 0 : (double)i / (n - 1)))];
        Tensor curvature = Tensor.From<double>(steepness);
        return new FunctionProblem(name, Names(n), Repeat(n, 1), [Repeat(n, 0)], x => (curvature * x.Square()).Sum() / 2)
        {
            Noise = noise,
            Seed = seed,
        };
    }

    private static Tensor Rosenbrock(Tensor x)
    {
        Tensor head = x[..^1], tail = x[1..];
        return ((100 * (tail - head.Square()).Square()) + (1 - head).Square()).Sum();
    }

    private static FunctionProblem Vector(string name, double[] start, double[][] minima, Func<Tensor, Tensor> function) =>
        new(name, Names(start.Length), start, minima, function);

    private static FunctionProblem Plane(string name, double[] start, double[][] minima, Func<Tensor, Tensor, Tensor> function) =>
        new(name, Names(2), start, minima, x => function(x[0], x[1]));

    private static string[] Names(int n) => n <= 3 ? ((string[])["x", "y", "z"])[..n] : [.. Enumerable.Range(1, n).Select(i => $"x{i}")];

    private static double[] Repeat(int n, double value) => [.. Enumerable.Repeat(value, n)];

    private static double[] Alternating(int n, double even, double odd) => [.. Enumerable.Range(0, n).Select(i => i % 2 == 0 ? even : odd)];
}
