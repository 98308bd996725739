using System.Text.Json.Nodes;
using Adjoint.Peers.Rows;

namespace Adjoint.Peers.Driver;

/// <summary>Runs one row: outputs first, then round by round each participant in turn.</summary>
internal sealed class Contest(Stable stable, Limits limits, double minimumMilliseconds, int rounds, bool quick)
{
    /// <summary>Runs the row with each number of threads.</summary>
    public IEnumerable<Outcome> Run(Row row, int[] threadCounts)
    {
        string[] names = [Stable.Adjoint, .. row.Peers.Concat(quick ? [] : row.FurtherPeers).Where(stable.Has)];
        Outputs? outputs = null;
        foreach (int threads in threadCounts)
        {
            var outcome = new Outcome(row, threads, limits);
            Participant[] participants = [];
            try
            {
                participants = Gather(row, names);
                if (outputs is null)
                {
                    outputs = Compare(row, names, participants);
                    if (row.IsAlone) participants = Replace(row, names, participants);
                }

                if (row.IsAlone)
                    foreach (Participant participant in participants) participant.Ask(Begin(row));
                Measure(outcome, names, participants, outputs);
            }
            catch (ParticipantException e)
            {
                outcome.Failures.Add(e.Message);
                foreach (string name in names) stable.Drop(name);
                outputs = null;
            }
            finally
            {
                if (row.IsAlone) Release(participants);
            }

            yield return outcome;
        }

        if (outputs is not null && !row.IsAlone)
            foreach (Participant participant in Gather(row, names)) participant.Ask(Command("end"));
    }

    private Participant[] Gather(Row row, string[] names) =>
        [.. names.Select(name => row.IsAlone ? stable.Fresh(name) : stable.Get(name))];

    private Participant[] Replace(Row row, string[] names, Participant[] participants)
    {
        Release(participants);
        return Gather(row, names);
    }

    private static void Release(Participant[] participants)
    {
        foreach (Participant participant in participants) participant.Dispose();
    }

    /// <summary>Asks everyone for outputs, and leaves everyone with the workload begun.</summary>
    private Outputs Compare(Row row, string[] names, Participant[] participants)
    {
        JsonArray? exact = null;
        int referee = Array.IndexOf(names, Peer.Torch);
        if (row.HasReferee && referee > 0)
        {
            JsonObject precise = Begin(row);
            precise["precise"] = true;
            exact = Ask(participants[referee], precise);
        }

        return new Outputs([.. participants.Select(participant => Ask(participant, Begin(row)))], exact);

        static JsonArray Ask(Participant participant, JsonObject begin)
        {
            participant.Ask(begin);
            return participant.Ask(Command("outputs"))["outputs"]!.AsArray();
        }
    }

    private void Measure(Outcome outcome, string[] names, Participant[] participants, Outputs outputs)
    {
        Row row = outcome.Row;
        foreach (Participant participant in participants)
        {
            JsonObject warm = Command("warm");
            warm["threads"] = outcome.Threads;
            warm["minimum"] = minimumMilliseconds;
            participant.Ask(warm);
        }

        var lanes = participants.Select(_ => new Lane()).ToArray();
        for (int round = 0; round < rounds; round++)
            for (int i = 0; i < lanes.Length; i++) lanes[i].Add(participants[i].Ask(Command("measure")));

        outcome.Milliseconds = lanes[0].Time;
        outcome.PeakBytes = row.IsAlone ? lanes[0].PeakBytes : null;
        outcome.Accuracy = lanes[0].Accuracy;
        outcome.Error = outputs.Errors(0)?.Max();
        if (quick && row.QuickArguments is not null) outcome.Work = default;
        for (int i = 1; i < lanes.Length; i++)
        {
            double[] differences = outputs.Differences(i);
            outcome.Peers.Add(new PeerOutcome(
                names[i], lanes[i].Time, Spread.OfRatios(lanes[i].Milliseconds, lanes[0].Milliseconds), differences.Max(),
                outputs.Errors(i)?.Max(), row.IsAlone ? lanes[i].PeakBytes : null, lanes[i].Accuracy));
            Hold(outcome, differences, names[i]);
        }

        if (outputs.Errors(0) is { } errors) Hold(outcome, errors, "float64");
    }

    private static void Hold(Outcome outcome, double[] differences, string other)
    {
        double[] tolerances = outcome.Row.Tolerances;
        for (int i = 0; i < differences.Length; i++)
        {
            double tolerance = tolerances[Math.Min(i, tolerances.Length - 1)];
            if (differences[i] > tolerance)
                outcome.Failures.Add(
                    Text.Invariant($"output {i} differs from that of {other} by {differences[i]:0.0e+0}, more than {tolerance:0e+0}"));
        }
    }

    private JsonObject Begin(Row row)
    {
        JsonObject begin = Command("begin");
        begin["workload"] = row.Workload;
        begin["arguments"] = (quick && row.QuickArguments is { } few ? few : row.Arguments).DeepClone();
        return begin;
    }

    private static JsonObject Command(string name) => new() { ["command"] = name };
}
