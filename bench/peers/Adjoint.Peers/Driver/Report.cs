using System.Globalization;
using Adjoint.Peers.Rows;

namespace Adjoint.Peers.Driver;

/// <summary>The file that a run leaves behind.</summary>
internal sealed class Report(
    Settings settings, IReadOnlyDictionary<string, string> versions, Limits limits, IReadOnlyList<Outcome> outcomes,
    IReadOnlyList<string> leftOut, string policy)
{
    private const double ConvolutionGoal = 1.7;

    /// <summary>What is said about all rows together, one sentence each.</summary>
    public IEnumerable<string> Summary()
    {
        Goal[] NotMet(Outcome outcome) => [.. outcome.Goals.Where(goal => outcome.Reaches(goal) == false)];
        int goals = outcomes.Sum(outcome => outcome.Goals.Count(goal => outcome.Reaches(goal) is not null));
        int missed = outcomes.Sum(outcome => NotMet(outcome).Length);
        foreach (IGrouping<string, PeerOutcome> pairs in outcomes.SelectMany(outcome => outcome.Peers).GroupBy(pair => pair.Peer))
            yield return $"Against {pairs.Key}: ahead in {pairs.Count(pair => pair.Ratio.Median >= 1)} rows, "
                + $"behind in {pairs.Count(pair => pair.Ratio.Median < 1)}.";
        yield return $"{goals} goals judged: {goals - missed} met, {missed} not met.";
        double[] convolutions =
        [
            .. outcomes.Where(outcome => outcome.Row.Section == ConvolutionRows.Section && outcome.Threads == 2)
                .Select(outcome => outcome.Against(Peer.Torch)?.Ratio.Median).OfType<double>(),
        ];
        if (convolutions.Length > 0)
        {
            double mean = Math.Exp(convolutions.Average(Math.Log));
            string verdict = mean >= ConvolutionGoal ? "met" : "**not met**";
            yield return Text.Invariant(
                $"Geometric mean over the conv2d rows with two threads: {mean:F2}× (goal ≥ {ConvolutionGoal}×: {verdict}).");
        }

        if (leftOut.Count > 0) yield return $"Left out: {string.Join("; ", leftOut)}.";
        if (Machine.Load > settings.Threads.Max() + 1)
            yield return Text.Invariant(
                $"**The machine had other work (load {Machine.Load:F1} in the last minute): the figures are noise.**");
        int failed = outcomes.Count(outcome => outcome.Failures.Count > 0);
        yield return failed == 0
            ? "All outputs agree within their tolerances."
            : $"**{failed} row(s) failed: outputs differ beyond tolerance, or a participant did not finish.**";
    }

    /// <summary>Writes the file, at once or not at all.</summary>
    public void Write(string path)
    {
        string temporary = path + ".new";
        File.WriteAllLines(temporary, Lines());
        File.Move(temporary, path, overwrite: true);
    }

    private IEnumerable<string> Lines() => [.. Head(), .. LimitLines(), .. Body()];

    private IEnumerable<string> Head()
    {
        yield return "# Adjoint and its peers on one machine";
        yield return "";
        yield return "Written by `bench/peers/run`; do not edit. Every participant takes its turn in every round, alone: the others";
        yield return "are stopped meanwhile. Times are medians of rounds (least–greatest); ratios are peer over Adjoint, taken round by";
        yield return "round, so above 1 Adjoint is faster. \"Off by\" is the largest difference of sampled outputs in units of their root";
        yield return "mean square. The rate counts the operations of the plain algorithm, so Winograd's may pass the limit, and the";
        yield return "bytes that operations one by one must move, so what stays in the caches may pass it too.";
        yield return "Goals are judged against PyTorch as it is installed. Where it makes a difference it runs a second time, told to use";
        yield return "AVX-512, which by itself it does not, nor does an OpenBLAS that is older than the processor.";
        yield return "";
        yield return $"- Date: {DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC; "
            + $"{(settings.Quick ? "quick run" : "full run")}";
        yield return $"- Processor: {Machine.Processor}; memory: {Machine.Memory}";
        yield return $"- System: {Machine.System}";
        foreach ((string name, string version) in versions) yield return $"- {name}: {version}";
        if (policy.Length > 0) yield return $"- PyTorch's {policy}";
        yield return "";
        foreach (string sentence in Summary()) yield return $"- {sentence}";
        yield return "";
    }

    private IEnumerable<string> LimitLines()
    {
        yield return "## Limits, measured in this run";
        yield return "";
        yield return "| threads | multiply-adds in registers | memory, read and written in place | memory, read and written elsewhere |";
        yield return "|---|---|---|---|";
        foreach (int threads in limits.Threads)
            yield return $"| {threads} | {Text.Number(limits.Gigaflops(threads))} GFLOP/s "
                + $"| {Text.Number(limits.InPlaceGigabytes(threads))} GB/s | {Text.Number(limits.StreamedGigabytes(threads))} GB/s |";
        yield return "";
    }

    private IEnumerable<string> Body()
    {
        foreach (IGrouping<string, Outcome> section in outcomes.GroupBy(outcome => outcome.Row.Section))
        {
            yield return $"## {section.Key}";
            yield return "";
            yield return Markdown.Header;
            foreach (string line in section.SelectMany(Markdown.Lines)) yield return line;
            yield return "";
        }
    }
}
