using System.Globalization;
using Adjoint.Peers.Driver;

namespace Adjoint.Peers.Rows;

/// <summary>Something to be reached, with what it takes to judge it.</summary>
/// <param name="Text">The goal in short.</param>
/// <param name="Threads">With how many threads it holds; 0 for any number.</param>
/// <param name="IsMet">Whether it is reached; null if what it is about was not measured.</param>
internal sealed record Goal(string Text, int Threads, Func<Outcome, bool?> IsMet)
{
    /// <summary>So many times as fast as a peer.</summary>
    public static Goal Ratio(string peer, double ratio, int threads = 2) => new(
        Invariant($"≥ {ratio:0.##}× {peer}"), threads, outcome => outcome.Against(peer)?.Ratio.Median >= ratio);

    /// <summary>Such a share of the limit.</summary>
    public static Goal OfLimit(double share, int threads) => new(
        Invariant($"≥ {100 * share:0} % of the limit"), threads, outcome => outcome.ShareOfLimit >= share);

    /// <summary>At most so long.</summary>
    public static Goal Microseconds(double most) => new(
        Invariant($"≤ {most} µs"), 0, outcome => outcome.Milliseconds.Median * 1000 <= most);

    /// <summary>Peak memory at most such a share of the peer's.</summary>
    public static Goal Memory(string peer, double share) => new(
        Invariant($"memory ≤ {share}× {peer}"), 2,
        outcome => outcome.Against(peer) is { } other ? outcome.PeakBytes <= share * other.PeakBytes : null);

    /// <summary>Accuracy at most so much below the peer's.</summary>
    public static Goal Accuracy(string peer, double below) => new(
        Invariant($"accuracy ≥ {peer} − {100 * below} points"), 2,
        outcome => outcome.Against(peer)?.Accuracy is { } accuracy ? outcome.Accuracy >= accuracy - below : null);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
