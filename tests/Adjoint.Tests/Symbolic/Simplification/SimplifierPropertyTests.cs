using Adjoint.Core;
using Adjoint.Ops;
using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

/// <summary>Random formulas and their gradients, before and after, at random points where the original is defined.</summary>
public sealed class SimplifierPropertyTests
{
    private const int Formulas = 10_000;
    private const int Points = 2;

    private static readonly Tensor[] Variables = [Tensor.Symbol("x"), Tensor.Symbol("y"), Tensor.Symbol("z")];

    [Fact]
    public void Values_and_gradients_stay_and_formulas_do_not_grow()
    {
        var random = new Random(7);
        int compared = 0;
        for (int i = 0; i < Formulas; i++)
        {
            Tensor formula = Draw(random, random.Next(2, 9));
            if (formula.Creator is null || !formula.IsSymbolic) continue;
            Tensor simple = Simplifier.Simplify(formula);
            string text = Formula.Text(simple);
            string given = Formula.Text(formula);
            ShouldNotGrow(formula, simple);
            Formula.Text(Simplifier.Simplify(simple)).ShouldBe(text, given);
            if (i % 10 == 0) Formula.Text(Simplifier.Simplify(formula)).ShouldBe(text, given);

            Tensor[] before = [formula, .. Gradient(formula)];
            Tensor[] derivatives = Simplifier.Simplify(before.AsSpan(1));
            for (int d = 0; d < derivatives.Length; d++)
                ShouldNotGrow(before[d + 1], derivatives[d]);
            var original = Graph.Of(Variables, before);
            var after = Graph.Of(Variables, [simple, .. derivatives]);
            var again = Graph.Of(Variables, [simple, .. Gradient(simple)]);
            for (int p = 0; p < Points; p++)
            {
                double[] at = [.. Variables.Select(_ => random.Next(4) == 0 ? random.Next(-3, 4) : (random.NextDouble() * 6) - 2)];
                if (Evaluate(original, at) is not { } expected) continue;
                compared++;
                Compare(expected, after, at, formula);
                Compare(expected, again, at, formula);
            }
        }

        compared.ShouldBeGreaterThan(Formulas / 2);
    }

    // The text of a long formula may name what it shares, which depends on more than the length.
    private static void ShouldNotGrow(Tensor before, Tensor after) =>
        (new FormulaLength().Of(after) <= new FormulaLength().Of(before)).ShouldBeTrue(
            $"{Formula.Text(before)} grew to {Formula.Text(after)}");

    private static void Compare(double[] expected, Graph graph, double[] at, Tensor formula)
    {
        Tensor[] found = graph.Run([.. at.Select(v => Tensor.Scalar(v, DType.Float64))]);
        for (int i = 0; i < expected.Length; i++)
        {
            double tolerance = 1e-7 * Math.Max(1, Math.Abs(expected[i]));
            if (Math.Abs(found[i].Item() - expected[i]) <= tolerance) continue;
            Assert.Fail(
                $"{Formula.Text(formula)} at {string.Join(", ", at)}: {i} is {found[i].Item():R}, not {expected[i]:R}, "
                + $"by {Formula.Text(graph.Outputs[i])}");
        }
    }

    private static Tensor[] Gradient(Tensor formula)
    {
        Tensor?[] gradient = formula.RequiresGrad && formula.IsSymbolic
            ? Engine.Grad([formula], Variables, createGraph: true, allowUnused: true)
            : new Tensor?[Variables.Length];
        return [.. gradient.Select(g => g ?? Tensor.Scalar(0, DType.Float64))];
    }

    /// <summary>
    /// The values, or null where an intermediate one is not finite, so large that its rounding shows, or only the rounding
    /// that is left of a difference.
    /// </summary>
    private static double[]? Evaluate(Graph graph, double[] at)
    {
        var known = new Dictionary<object, Tensor>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < at.Length; i++) known[Variables[i]] = Tensor.Scalar(at[i], DType.Float64);
        using Scope scope = GradMode.Off();
        foreach (Call call in graph.Calls)
        {
            Tensor[] x = [.. call.Inputs.ToArray().Select(Value)];
            Tensor y = Engine.Apply(call.Op, x);
            double value = y.Item();
            if (!double.IsFinite(value) || Math.Abs(value) > 1e4) return null;
            bool cancelled = call.Op is Add or Subtract && value != 0
                && Math.Abs(value) < 1e-6 * Math.Max(Math.Abs(x[0].Item()), Math.Abs(x[1].Item()));
            if (cancelled) return null;
            known[call] = y;
        }

        double[] values = [.. graph.Outputs.Select(t => Value(t).Item())];
        return Array.TrueForAll(values, double.IsFinite) ? values : null;

        Tensor Value(Tensor tensor) => known.GetValueOrDefault((object?)tensor.Creator ?? tensor, tensor);
    }

    private static Tensor Draw(Random random, int size)
    {
        if (size <= 1)
        {
            return random.Next(4) == 0
                ? Tensor.Scalar(random.Next(3) == 0 ? random.Next(1, 10) / 4.0 : random.Next(-3, 5), DType.Float64)
                : Variables[random.Next(Variables.Length)];
        }

        int left = random.Next(1, size);
        Tensor a = Draw(random, random.Next(3) > 0 ? left : size - 1);
        switch (random.Next(26))
        {
            case < 5: return a + Draw(random, size - left);
            case < 9: return a - Draw(random, size - left);
            case < 14: return a * Draw(random, size - left);
            case < 17: return a / Draw(random, size - left);
            case 17: return -a;
            case 18: return random.Next(2) == 0 ? a.Square() : a.Sqrt();
            case 19: return a.Pow(random.Next(6) switch { 0 => -1, 1 => 3, 2 => 0.5, 3 => 1.0 / 3, 4 => -2, _ => 1.5 });
            case 20: return random.Next(2) == 0 ? a.Exp() : a.Log();
            case 21: return random.Next(3) switch { 0 => a.Sin(), 1 => a.Cos(), _ => a.Tanh() };
            case 22: return a.Abs();
            case 23:
                return random.Next(2) == 0
                ? Tensor.Minimum(a, Draw(random, size - left)) : Tensor.Maximum(a, Draw(random, size - left));
            case 24: return a.Pow(Draw(random, size - left));
            default: return (a.Sin().Square() * Draw(random, size - left)) + a.Cos().Square();
        }
    }
}
