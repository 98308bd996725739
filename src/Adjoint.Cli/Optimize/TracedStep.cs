using Adjoint.Optim;

namespace Adjoint.Cli;

/// <summary>What one step did to each coordinate.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="Rate">α of the step.</param>
/// <param name="Coordinates">Each coordinate's numbers, in the problem's order.</param>
internal sealed record TracedStep(int Step, double Rate, IReadOnlyList<TracedCoordinate> Coordinates)
{
    /// <summary>Puts the traces of all parameters in the order of coordinates; a step of several iterations ends with its last.</summary>
    public static TracedStep Of(int step, double rate, IEnumerable<StepTrace> traces, Problem problem)
    {
        var last = new SortedDictionary<int, StepTrace>();
        var update = new Dictionary<int, double[]>();
        foreach (StepTrace trace in traces)
        {
            last[trace.Index] = trace;
            double[] moved = Values(trace.Update)!;
            update[trace.Index] = update.TryGetValue(trace.Index, out double[]? before) ? [.. before.Zip(moved, (a, b) => a + b)] : moved;
        }

        var coordinates = new List<TracedCoordinate>();
        foreach ((int index, StepTrace trace) in last)
        {
            double[]? g = Values(trace.Gradient), m = Values(trace.M), v = Values(trace.V), mHat = Values(trace.MHat),
                vHat = Values(trace.VHat), denominator = Values(trace.Denominator), decay = Values(trace.Decay),
                value = Values(trace.Value);
            for (int i = 0; i < value!.Length; i++)
                coordinates.Add(new TracedCoordinate(
                    problem.Coordinates[coordinates.Count], g![i], m?[i], v?[i], mHat?[i], vHat?[i], denominator?[i],
                    update[index][i], decay![i], value[i]));
        }

        return new TracedStep(step, rate, coordinates);
    }

    private static double[]? Values(Tensor? tensor) => tensor?.Detach().ToArray<double>();
}

/// <summary>One coordinate's numbers in a step; null for what the rule does not have.</summary>
/// <param name="Name">The coordinate.</param>
/// <param name="Gradient">g.</param>
/// <param name="M">The average of gradients, or the velocity.</param>
/// <param name="V">The average of squares.</param>
/// <param name="MHat">m without bias.</param>
/// <param name="VHat">v without bias.</param>
/// <param name="Denominator">√v̂ + ε.</param>
/// <param name="Update">What gradients took off.</param>
/// <param name="Decay">What weight decay took off.</param>
/// <param name="Value">θ after the step.</param>
internal sealed record TracedCoordinate(
    string Name, double Gradient, double? M, double? V, double? MHat, double? VHat, double? Denominator, double Update, double Decay,
    double Value)
{
    /// <summary>θ before the step.</summary>
    public double Before => Value + Update + Decay;
}
