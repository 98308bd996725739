namespace Adjoint.Optim;

/// <summary>
/// A line search for a length that meets the strong Wolfe conditions: first a bracket, then zooming in by cubic
/// interpolation. Nocedal &amp; Wright 2006, algorithms 3.5 and 3.6; bounds and limits as in PyTorch and minFunc.
/// </summary>
/// <remarks>The search ends when the bracket moves no parameter by more than the tolerance.</remarks>
internal sealed class StrongWolfe(Func<double, LinePoint> evaluate, double tolerance)
{
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MaxIterations = 25;

    private int iterations;

    /// <summary>How often the loss was evaluated.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Finds the point from the one at length 0, a length to try first, and the largest element of the direction.</summary>
    public LinePoint Find(double length, LinePoint start, double reach)
    {
        LinePoint previous = start, now = At(length);
        while (iterations < MaxIterations)
        {
            if (Fails(now, start) || (iterations > 1 && now.Loss >= previous.Loss)) return Zoom(previous, now, start, reach);
            if (IsFlat(now, start)) return now;
            if (now.Slope >= 0) return Zoom(previous, now, start, reach);
            double least = now.Length + (0.01 * (now.Length - previous.Length));
            double next = Interpolate(previous, now, least, now.Length * 10);
            previous = now;
            now = At(next);
            iterations++;
        }

        return start.Loss <= now.Loss ? start : now;
    }

    private LinePoint Zoom(LinePoint a, LinePoint b, LinePoint start, double reach)
    {
        (LinePoint low, LinePoint high) = a.Loss <= b.Loss ? (a, b) : (b, a);
        bool nearEnd = false;
        // The interpolation names the two ends by when they were met, not by which is lower.
        bool lowFirst = a.Loss <= b.Loss;
        while (iterations < MaxIterations && !(Math.Abs(high.Length - low.Length) * reach < tolerance))
        {
            (LinePoint first, LinePoint second) = lowFirst ? (low, high) : (high, low);
            double least = Math.Min(low.Length, high.Length), most = Math.Max(low.Length, high.Length);
            double length = Interpolate(first, second, least, most);

            // Twice near the same end, or at it: step a tenth into the bracket instead.
            double margin = 0.1 * (most - least);
            bool isNear = Math.Min(most - length, length - least) < margin;
            bool leaves = isNear && (nearEnd || length >= most || length <= least);
            if (leaves) length = Math.Abs(length - most) < Math.Abs(length - least) ? most - margin : least + margin;
            nearEnd = isNear && !leaves;

            LinePoint now = At(length);
            iterations++;
            if (Fails(now, start) || now.Loss >= low.Loss)
            {
                high = now;
                if (lowFirst ? low.Loss > high.Loss : high.Loss <= low.Loss)
                {
                    (low, high) = (high, low);
                    lowFirst = !lowFirst;
                }

                continue;
            }

            if (IsFlat(now, start)) return now;
            if (now.Slope * (high.Length - low.Length) >= 0) high = low;
            low = now;
        }

        return low;
    }

    private static bool Fails(LinePoint now, LinePoint start) => now.Loss > start.Loss + (SufficientDecrease * now.Length * start.Slope);

    private static bool IsFlat(LinePoint now, LinePoint start) => Math.Abs(now.Slope) <= -Curvature * start.Slope;

    /// <summary>Where the cubic through two points with their slopes is least, within bounds; the middle if nowhere.</summary>
    private static double Interpolate(LinePoint a, LinePoint b, double least, double most)
    {
        double d1 = a.Slope + b.Slope - (3 * (a.Loss - b.Loss) / (a.Length - b.Length));
        double square = (d1 * d1) - (a.Slope * b.Slope);
        if (!(square >= 0)) return (least + most) / 2;
        double d2 = Math.Sqrt(square);
        double length = a.Length <= b.Length
            ? b.Length - ((b.Length - a.Length) * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2))))
            : a.Length - ((a.Length - b.Length) * ((a.Slope + d2 - d1) / (a.Slope - b.Slope + (2 * d2))));
        return Math.Min(Math.Max(length, least), most);
    }

    private LinePoint At(double length)
    {
        Evaluations++;
        return evaluate(length);
    }
}

/// <summary>A point on the line of a search: its length along the direction, and loss, gradient and slope along the line there.</summary>
internal readonly record struct LinePoint(double Length, double Loss, Tensor Gradient, double Slope);
