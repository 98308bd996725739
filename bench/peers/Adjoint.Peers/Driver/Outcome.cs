using Adjoint.Peers.Rows;

namespace Adjoint.Peers.Driver;

/// <summary>What came out of one row with one number of threads.</summary>
internal sealed class Outcome(Row row, int threads, Limits limits)
{
    public Row Row => row;

    /// <summary>0 where it does not matter.</summary>
    public int Threads => threads;

    /// <summary>Adjoint's time of one run.</summary>
    public Spread Milliseconds { get; set; }

    /// <summary>How much work a run was; none if it is not that of the row.</summary>
    public Work Work { get; set; } = row.Work;

    /// <summary>GFLOP/s, or GB/s where memory is the bound; null if neither is.</summary>
    public double? Rate => limits.Judge(Work, Milliseconds.Median, threads)?.Rate;

    /// <summary>The rate over the limit, by the best measurement of it so far.</summary>
    public double? ShareOfLimit => limits.Judge(Work, Milliseconds.Median, threads)?.Share;

    /// <summary>Peak resident memory, where the row has its own process.</summary>
    public double? PeakBytes { get; set; }

    /// <summary>Mean accuracy over the seeds, where there is one.</summary>
    public double? Accuracy { get; set; }

    /// <summary>Largest difference from the float64 referee.</summary>
    public double? Error { get; set; }

    public List<PeerOutcome> Peers { get; } = [];

    /// <summary>What makes the row fail: outputs that differ, or a participant that did not finish.</summary>
    public List<string> Failures { get; } = [];

    public IEnumerable<Goal> Goals => row.Goals.Where(goal => goal.Threads == 0 || threads == 0 || goal.Threads == threads);

    public PeerOutcome? Against(string peer) => Peers.Find(other => other.Peer == peer);
}
