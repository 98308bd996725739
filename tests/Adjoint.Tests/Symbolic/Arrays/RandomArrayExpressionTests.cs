using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

/// <summary>Random expressions: no formula may be wrong, and none may fail to be read back.</summary>
public sealed class RandomArrayExpressionTests
{
    private const string Shapes = "x: n, y: n, u: m, A: n x n, B: n x n, C: m x n, D: n x m";
    private const int Count = 120;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Formulas_of_random_expressions_agree_with_the_engine(int seed)
    {
        var random = new Random(seed);
        int compared = 0;
        for (int i = 0; i < Count; i++)
        {
            string text = Scalar(random, 4);
            ArrayExpression f = ArrayExpression.Parse(text, shapes: Shapes);
            foreach (string variable in f.Differentiable)
            {
                ArrayFormula formula = f.Gradient(variable);
                if (formula.Difference is not { } difference) continue;
                // Where functions are steep, rounding alone makes more than a few digits.
                difference.ShouldBeLessThan(1e-6, $"{text}: {formula.Left} = {formula.Text}");
                formula.Latex!.Count(c => c == '{').ShouldBe(formula.Latex!.Count(c => c == '}'), formula.Latex);
                compared++;
            }
        }

        compared.ShouldBeGreaterThan(Count);
    }

    [Fact]
    public void Jacobians_and_Hessians_of_random_expressions_agree_with_the_engine()
    {
        var random = new Random(5);
        for (int i = 0; i < 60; i++)
        {
            string vector = Vector(random, "n", 3);
            ArrayExpression f = ArrayExpression.Parse(vector, shapes: Shapes);
            foreach (string variable in f.Differentiable)
                (f.Jacobian(variable).Difference ?? 0).ShouldBeLessThan(1e-6, $"{vector}: {f.Jacobian(variable)}");
            string scalar = Scalar(random, 3);
            ArrayExpression g = ArrayExpression.Parse(scalar, shapes: Shapes);
            if (g.Differentiable.Contains("x")) (g.Hessian("x", "x").Difference ?? 0)
                .ShouldBeLessThan(1e-6, $"{scalar}: {g.Hessian("x", "x")}");
        }
    }

    private static string Scalar(Random random, int depth) => random.Next(depth <= 0 ? 3 : 12) switch
    {
        0 => "s",
        1 => "x[2]",
        2 => random.Next(1, 4).ToString(System.Globalization.CultureInfo.InvariantCulture),
        3 => $"sum({Vector(random, "n", depth - 1)})",
        4 => $"dot({Vector(random, "n", depth - 1)}, {Vector(random, "n", depth - 1)})",
        5 => $"trace({Matrix(random, "n", "n", depth - 1)})",
        6 => $"norm({Vector(random, "m", depth - 1)})^2",
        7 => $"({Scalar(random, depth - 1)}) * ({Scalar(random, depth - 1)})",
        8 => $"({Scalar(random, depth - 1)}) + ({Scalar(random, depth - 1)})",
        9 => $"({Vector(random, "n", depth - 1)})' ({Matrix(random, "n", "n", depth - 1)}) ({Vector(random, "n", depth - 1)})",
        10 => $"logsumexp({Vector(random, "n", depth - 1)})",
        _ => $"sum({Matrix(random, "m", "n", depth - 1)})/(2 + s^2)",
    };

    private static string Vector(Random random, string length, int depth) => random.Next(depth <= 0 ? 1 : 10) switch
    {
        0 => length == "m" ? "u" : random.Next(2) == 0 ? "x" : "y",
        1 => $"(({Matrix(random, length, "n", depth - 1)}) @ ({Vector(random, "n", depth - 1)}))",
        2 => $"(({Vector(random, length, depth - 1)}) - ({Vector(random, length, depth - 1)}))",
        3 => $"(({Vector(random, length, depth - 1)}) * ({Vector(random, length, depth - 1)}))",
        4 => $"tanh({Vector(random, length, depth - 1)})",
        5 => $"sigmoid({Vector(random, length, depth - 1)})",
        6 => $"softmax({Vector(random, length, depth - 1)})",
        7 => $"(({Scalar(random, depth - 2)}) * ({Vector(random, length, depth - 1)}))",
        8 => $"(({Vector(random, length, depth - 1)})^2 + 1)",
        _ => $"(({Vector(random, length, depth - 1)})/(1 + ({Vector(random, length, depth - 1)})^2))",
    };

    private static string Matrix(Random random, string rows, string columns, int depth)
    {
        bool isSquare = rows == columns;
        string leaf = (rows, columns) switch
        {
            ("n", "n") => random.Next(2) == 0 ? "A" : "B",
            ("m", "n") => "C",
            ("n", "m") => "D",
            _ => "C C'",
        };
        return random.Next(depth <= 0 ? 1 : isSquare ? 10 : 8) switch
        {
            0 => leaf,
            1 => $"(({Matrix(random, rows, "n", depth - 1)}) @ ({Matrix(random, "n", columns, depth - 1)}))",
            2 => $"({Matrix(random, columns, rows, depth - 1)})'",
            3 => $"(({Matrix(random, rows, columns, depth - 1)}) + ({Matrix(random, rows, columns, depth - 1)}))",
            4 => $"outer({Vector(random, rows, depth - 1)}, {Vector(random, columns, depth - 1)})",
            5 => $"tanh({Matrix(random, rows, columns, depth - 1)})",
            6 => $"softmax({Matrix(random, rows, columns, depth - 1)})",
            7 => $"(({Matrix(random, rows, columns, depth - 1)}) * ({Matrix(random, rows, columns, depth - 1)}))",
            8 => $"(diag({Vector(random, rows, depth - 1)}) ({Matrix(random, rows, columns, depth - 1)}))",
            _ => $"inv(3 eye({rows}) + tanh({Matrix(random, rows, columns, depth - 1)})/{rows})",
        };
    }
}
