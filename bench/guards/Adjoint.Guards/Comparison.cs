using System.Diagnostics;

namespace Adjoint.Guards;

/// <summary>Times of one workload from both sides.</summary>
/// <param name="Name">The workload.</param>
internal sealed record Comparison(string Name)
{
    /// <summary>A pair takes at least so many turns, however long they are.</summary>
    private const int LeastRounds = 4;

    private readonly List<double> before = [];
    private readonly List<double> after = [];

    /// <summary>Seconds for a run before.</summary>
    public double Before => Median(before);

    /// <summary>Seconds for a run after.</summary>
    public double After => Median(after);

    /// <summary>Before over after in each round, sorted: more than 1 where after is faster.</summary>
    public IReadOnlyList<double> Ratios => [.. before.Zip(after, (b, a) => b / a).Order()];

    /// <summary>The middle one of <see cref="Ratios"/>.</summary>
    public double Ratio => Median(Ratios);

    /// <summary>The fastest turn before over the fastest after: other work on the machine hardly touches it.</summary>
    public double BestRatio => before.Min() / after.Min();

    /// <summary>Whether both libraries gave the same numbers, bit for bit, in every pair of processes.</summary>
    public bool SameNumbers { get; private set; } = true;

    /// <summary>Lets a pair of processes take turns. Who is first changes from round to round.</summary>
    /// <param name="old">The side of before.</param>
    /// <param name="current">The side of after.</param>
    /// <param name="settings">How long.</param>
    public void Measure(Side old, Side current, Settings settings)
    {
        SameNumbers &= old.Begin(Name, settings.WarmUp) == current.Begin(Name, settings.WarmUp);
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < LeastRounds || Stopwatch.GetElapsedTime(start).TotalSeconds < settings.Measuring; round++)
        {
            bool oldFirst = round % 2 == 0;
            if (oldFirst) before.Add(old.Measure());
            after.Add(current.Measure());
            if (!oldFirst) before.Add(old.Measure());
        }

        old.End();
        current.End();
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
