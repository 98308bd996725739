using System.Globalization;
using Spectre.Console;

namespace Adjoint.Cli;

/// <summary>Draws the paths of two variables on the contour lines of the function.</summary>
internal static class PathDrawing
{
    private const int Width = 76;
    private const int Height = 26;
    private const int Levels = 9;

    public static void Write(OptimizeSettings settings, IReadOnlyList<OptimizeRun> runs, IAnsiConsole console)
    {
        Problem problem = settings.Problem;
        double[] start = runs[0].Path[0];
        double reach = Reach(problem, start, runs);
        double[][] shown = [start, .. problem.Minima.Where(minimum => Near(minimum, start, reach)),
            .. runs.SelectMany(run => run.Path).Where(point => Near(point, start, reach))];
        (double left, double right) = Range(shown, 0);
        (double low, double high) = Range(shown, 1);
        var canvas = new CharCanvas(Width, Height);
        int[,] bands = Bands(problem, left, right, low, high);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                bool edge = (x + 1 < Width && bands[y, x + 1] != bands[y, x]) || (y + 1 < Height && bands[y + 1, x] != bands[y, x]);
                if (edge) canvas.Put(x, y, '·', Color.Grey);
            }
        }

        for (int run = runs.Count - 1; run >= 0; run--)
            foreach (double[] point in runs[run].Path) Mark(point, RunMarks.Letter(run), RunMarks.ColorOf(run));
        foreach (double[] minimum in problem.Minima) Mark(minimum, '+', Color.White);
        Mark(start, 'o', Color.White);

        CultureInfo culture = CultureInfo.InvariantCulture;
        console.WriteLine(string.Create(
            culture, $"{problem.Coordinates[0]} from {left:G4} to {right:G4}, {problem.Coordinates[1]} from {low:G4} to {high:G4}; "
                + $"o start{(problem.Minima.Count > 0 ? ", + minimum" : "")}"));
        console.WriteLine($"┌{new string('─', Width)}┐");
        for (int y = 0; y < Height; y++) console.MarkupLine($"│{canvas.Line(y)}│");
        console.WriteLine($"└{new string('─', Width)}┘");

        void Mark(double[] point, char letter, Color color)
        {
            if (!point.All(double.IsFinite)) return;
            double x = (point[0] - left) / (right - left) * (Width - 1), y = (high - point[1]) / (high - low) * (Height - 1);
            if (Math.Abs(x) < 1e6 && Math.Abs(y) < 1e6) canvas.Put((int)Math.Round(x), (int)Math.Round(y), letter, color);
        }
    }

    /// <summary>How far from the start the drawing may go: a path that ran away is cut off.</summary>
    private static double Reach(Problem problem, double[] start, IReadOnlyList<OptimizeRun> runs)
    {
        double toMinimum = problem.Distance(start) ?? 0;
        double[] ends = [.. runs.Where(run => !run.Diverged).Select(run => Apart(run.Path[^1], start)).Where(double.IsFinite)];
        double reach = Math.Max(toMinimum, ends.Length > 0 ? ends.Max() : 0);
        return reach > 0 ? 3 * reach : 1;
    }

    private static double Apart(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    private static bool Near(double[] point, double[] start, double reach) => Apart(point, start) <= reach;

    private static (double Low, double High) Range(double[][] points, int axis)
    {
        double low = points.Min(point => point[axis]), high = points.Max(point => point[axis]);
        double margin = Math.Max(0.15 * (high - low), 1e-3 * Math.Max(1, Math.Abs(low)));
        return (low - margin, high + margin);
    }

    /// <summary>Between which contour lines each place lies; each band covers as much of the picture as the others.</summary>
    private static int[,] Bands(Problem problem, double left, double right, double low, double high)
    {
        var values = new double[Height, Width];
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                values[y, x] = problem.Value([left + ((right - left) * x / (Width - 1)), high - ((high - low) * y / (Height - 1))]);
        double[] sorted = [.. values.Cast<double>().Where(double.IsFinite).Order()];
        var bands = new int[Height, Width];
        if (sorted.Length == 0) return bands;
        double[] limits = [.. Enumerable.Range(1, Levels).Select(level => sorted[level * sorted.Length / (Levels + 1)])];
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                bands[y, x] = double.IsFinite(values[y, x]) ? limits.Count(limit => values[y, x] >= limit) : -1;
        return bands;
    }
}
