using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>A point of a sweep: values and derivatives there, or why there are none.</summary>
/// <param name="Point">A number for each variable of the expression.</param>
/// <param name="Values">The function's values; null outside its domain.</param>
/// <param name="Gradients">For each value the derivatives.</param>
/// <param name="Problem">Why there are none.</param>
internal sealed record SweepPoint(double[] Point, double[]? Values, double[][]? Gradients, string? Problem)
{
    /// <summary>All points of the ranges; the last variable moves fastest.</summary>
    public static IEnumerable<SweepPoint> All(DeriveSettings settings)
    {
        double[][] ranges = settings.Ranges!;
        int[] place = new int[ranges.Length];
        int moving;
        do
        {
            yield return At(settings, [.. ranges.Select((range, i) => range[place[i]])]);
            for (moving = place.Length - 1; moving >= 0; moving--)
            {
                if (++place[moving] < ranges[moving].Length) break;
                place[moving] = 0;
            }
        }
        while (moving >= 0);
    }

    private static SweepPoint At(DeriveSettings settings, double[] point)
    {
        Expression f = settings.Expression;
        try
        {
            // The trace knows which step leaves the domain.
            Derivation.Of(f, point);
        }
        catch (DomainException e)
        {
            return new SweepPoint(point, null, null, e.Message);
        }

        Tensor[] x = [.. point.Select(value => Tensor.Scalar(value, f.DType).WithGrad())];
        Tensor[] y = f.Graph.Run(x);
        Tensor[] wanted = [.. settings.Variables.Select(variable => x[f.Variables.ToList().FindIndex(v => ReferenceEquals(v, variable))])];
        double[][] gradients = [.. y.Select((value, i) => !f.Outputs[i].IsSymbolic
            ? new double[wanted.Length]
            : Engine.Grad([value], wanted, retainGraph: true, allowUnused: true).Select(g => g?.Item() ?? 0).ToArray())];
        return new SweepPoint(point, [.. y.Select(value => value.Item())], gradients, null);
    }
}
