using System.Globalization;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>Draws how the values fall, on a logarithmic scale: how far above the least value, step after step.</summary>
internal static class LossDrawing
{
    private const int Width = 66;
    private const int Height = 14;

    /// <summary>Powers of ten above the start that are shown of a run that goes up.</summary>
    private const int Rise = 3;

    public static void Write(OptimizeSettings settings, IReadOnlyList<OptimizeRun> runs, IAnsiConsole console)
    {
        int steps = runs.Max(run => run.StepCount);
        if (steps == 0) return;
        double? known = settings.Problem.LeastValue;
        double least = known ?? runs.SelectMany(run => run.Values).Where(double.IsFinite).Min();
        double[][] heights = [.. runs.Select(run => run.Values.Select(value => Math.Log10(value - least)).ToArray())];
        double start = heights[0][0];
        double[] finite = [.. heights.SelectMany(run => run).Where(height => double.IsFinite(height) && !(height > start + Rise))];
        if (finite.Length == 0) return;
        double top = Math.Ceiling(finite.Max()), bottom = Math.Floor(finite.Min());
        if (top <= bottom) top = bottom + 1;
        var canvas = new CharCanvas(Width, Height);
        for (int run = 0; run < runs.Count; run++)
        {
            for (int x = 0; x < Width; x++)
            {
                int step = (int)Math.Round((double)x * steps / (Width - 1));
                if (step >= heights[run].Length || double.IsNaN(heights[run][step])) continue;
                double share = (heights[run][step] - bottom) / (top - bottom);
                canvas.Put(x, (int)Math.Round((1 - Math.Clamp(share, 0, 1)) * (Height - 1)), RunMarks.Letter(run), RunMarks.ColorOf(run));
            }
        }

        CultureInfo culture = CultureInfo.InvariantCulture;
        string what = known is { } minimum
            ? string.Create(culture, $"value above the least, {minimum:G6}")
            : string.Create(culture, $"value above the least that was met, {least:G6}");
        console.WriteLine(what);
        for (int y = 0; y < Height; y++)
        {
            double exponent = top - ((top - bottom) * y / (Height - 1));
            string label = y % 3 == 0 || y == Height - 1 ? Math.Pow(10, exponent).ToString("0.0e+0", culture) : "";
            console.MarkupLine($"{label,8} │{canvas.Line(y)}");
        }

        console.WriteLine($"         └{new string('─', Width)}");
        console.WriteLine($"          0{"step " + steps.ToString(culture),Width - 1}");
    }
}
