using System.Globalization;
using Adjoint.Optim;

namespace Adjoint.Cli;

/// <summary>Says in words what the numbers of a trace show. Each sentence is checked against them before it is said.</summary>
internal static class Observations
{
    /// <summary>What is seen in a run, one sentence in a line.</summary>
    public static IEnumerable<string> Of(OptimizeRun run)
    {
        if (run.Steps.Count == 0) yield break;
        double rate = run.Way.Rule.LearningRate;
        TracedStep first = run.Steps[0];
        if (AverageOf(run.Way.Rule) is { } average)
        {
            foreach (string sentence in FirstStep(run, first, average)) yield return sentence;
            if (run.Steps.Count > 1 && SecondStep(run.Steps[0], run.Steps[1], average) is { } second) yield return second;
        }
        else if (first.Coordinates.All(c => c.Denominator is null && c.Decay == 0 && IsNear(c.Update, first.Rate * c.Gradient)))
        {
            yield return "step 1: update = lr·g: coordinates move in proportion to their gradients, "
                + $"by {Text(first.Coordinates.Min(c => Math.Abs(c.Update)))} to {Text(Longest(first))}";
        }
        else if (IsSignTimes(first.Rate, first) || IsSignTimes(rate, first))
        {
            yield return $"step 1: the sign alone: every coordinate moves by {Text(Longest(first))}";
        }

        if (first.Rate < rate)
            yield return $"warm-up: step 1 has a rate of {Text(first.Rate)} instead of {Text(rate)}: "
                + $"its longest move is {Text(Longest(first))} instead of {Text(Longest(first) * rate / first.Rate)}";
    }

    private static IEnumerable<string> FirstStep(OptimizeRun run, TracedStep first, AdamAverages average)
    {
        TracedCoordinate[] moving = [.. first.Coordinates.Where(c => c.Gradient != 0)];
        if (moving.Length == 0) yield break;
        double[] gradients = [.. moving.Select(c => Math.Abs(c.Gradient))];
        string spread = moving.Length > 1 ? $", though |g| goes from {Text(gradients.Min())} to {Text(gradients.Max())}" : "";
        if (average.Corrected)
        {
            yield return $"step 1: m = (1−β₁)g is {Text(1 / (1 - average.Beta1))} times too small, for it began at 0; "
                + "divided by 1−β₁ it is m̂ = g, and v̂ = g² likewise";
            if (moving.All(c => Math.Abs(Math.Abs(Ratio(c)) - 1) < 1e-3))
                yield return $"step 1: m̂/√v̂ = sign(g): every coordinate moves by lr = {Text(first.Rate)}{spread}";
        }
        else
        {
            double factor = average.Factor(1);
            if (moving.All(c => Math.Abs(Math.Abs(Ratio(c)) - factor) < 1e-3 * factor))
                yield return "step 1: without bias correction m/√v = (1−β₁)/√(1−β₂)·sign(g) "
                    + $"= {factor.ToString("F4", CultureInfo.InvariantCulture)}·sign(g): "
                    + $"every coordinate moves {factor.ToString("F4", CultureInfo.InvariantCulture)} times lr{spread}";
            (int peak, int end) = average.Course();
            yield return $"the factor (1−β₁ᵗ)/√(1−β₂ᵗ), by which steps are too long, is {Text(average.Factor(2))} at step 2, "
                + $"{Text(average.Factor(run.StepCount))} at step {run.StepCount}, at most {Text(average.Factor(peak))} at step {peak}, "
                + $"and below 1.1 from step {end} on";
        }
    }

    private static string? SecondStep(TracedStep one, TracedStep two, AdamAverages average)
    {
        if (!average.Corrected || two.Coordinates.Count > 8) return null;
        var found = new List<string>();
        for (int i = 0; i < two.Coordinates.Count; i++)
        {
            double g1 = one.Coordinates[i].Gradient, g2 = two.Coordinates[i].Gradient;
            double m = ((average.Beta1 * (1 - average.Beta1) * g1) + ((1 - average.Beta1) * g2)) / (1 - (average.Beta1 * average.Beta1));
            double v =
                ((average.Beta2 * (1 - average.Beta2) * g1 * g1) + ((1 - average.Beta2) * g2 * g2)) / (1 - (average.Beta2 * average.Beta2));
            if (!(Math.Abs((m / Math.Sqrt(v)) - Ratio(two.Coordinates[i])) < 1e-3)) return null;
            found.Add($"{two.Coordinates[i].Name}: {Text(Ratio(two.Coordinates[i]))}");
        }

        return "step 2: m̂ = (β₁(1−β₁)g₁ + (1−β₁)g₂)/(1−β₁²) and v̂ likewise from squares, so m̂/√v̂ is still mostly a sign "
            + $"({string.Join(", ", found)})";
    }

    private static double Ratio(TracedCoordinate c) => c.MHat!.Value / c.Denominator!.Value;

    private static double Longest(TracedStep step) => step.Coordinates.Max(c => Math.Abs(c.Update));

    private static bool IsSignTimes(double length, TracedStep step) =>
        step.Coordinates.All(c => c.Denominator is null && IsNear(c.Update, length * Math.Sign(c.Gradient)));

    private static bool IsNear(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Abs(b);

    /// <summary>The averages of a rule that divides one by the root of the other and may leave their bias; null for others.</summary>
    private static AdamAverages? AverageOf(UpdateRule rule)
    {
        Setting correction = rule.Settings().FirstOrDefault(setting => setting.Name == "biasCorrection");
        return rule is MomentRule moments && correction.IsFlag ? new(moments.Beta1, moments.Beta2, correction.Value != 0) : null;
    }

    private static string Text(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    /// <summary>Adam's averages, and what their start at 0 does.</summary>
    private sealed record AdamAverages(double Beta1, double Beta2, bool Corrected)
    {
        /// <summary>By how much a step is too long without correction.</summary>
        public double Factor(int step) => (1 - Math.Pow(Beta1, step)) / Math.Sqrt(1 - Math.Pow(Beta2, step));

        /// <summary>The step where the factor is largest, and the one from which on it is below 1.1.</summary>
        public (int Peak, int End) Course()
        {
            const int most = 1_000_000;
            int peak = 1, end = 1;
            for (int step = 2; step < most; step++)
            {
                if (Factor(step) > Factor(peak)) peak = step;
                if (Factor(step) >= 1.1) end = step + 1;
                else if (step > peak && Math.Pow(Beta1, step) < 1e-6) break;
            }

            return (peak, end);
        }
    }
}
