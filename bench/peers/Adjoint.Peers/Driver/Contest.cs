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
            var outcome = new Outcome(row, threads);
            Participant[] participants = [];
            try
            {
                if (outputs is null)
                {
                    participants = Gather(row, names);
                    outputs = Compare(row, names, participants);
                    Release(row, participants);
                }

                participants = Gather(row, names);
                foreach (Participant participant in participants) participant.Ask(Begin(row));
                Measure(outcome, names, participants, outputs);
                foreach (Participant participant in participants) participant.Ask(Command("end"));
            }
            catch (ParticipantException e)
            {
                outcome.Failures.Add(e.Message);
                foreach (string name in names) stable.Drop(name);
            }
            finally
            {
                Release(row, participants);
            }

            yield return outcome;
        }
    }

    private Participant[] Gather(Row row, string[] names) =>
        [.. names.Select(name => row.IsAlone ? stable.Fresh(name) : stable.Get(name))];

    private static void Release(Row row, Participant[] participants)
    {
        if (!row.IsAlone) return;
        foreach (Participant participant in participants) participant.Dispose();
    }

    /// <summary>Asks everyone for outputs, one after the other, so that only one holds the memory for it.</summary>
    private Outputs Compare(Row row, string[] names, Participant[] participants)
    {
        var outputs = new JsonArray[participants.Length];
        JsonArray? exact = null;
        for (int i = 0; i < participants.Length; i++)
        {
            outputs[i] = Ask(participants[i], Begin(row));
            if (row.HasReferee && names[i] == Peer.Torch)
            {
                JsonObject precise = Begin(row);
                precise["precise"] = true;
                exact = Ask(participants[i], precise);
            }
        }

        return new Outputs(outputs, exact);

        static JsonArray Ask(Participant participant, JsonObject begin)
        {
            participant.Ask(begin);
            JsonArray answer = participant.Ask(Command("outputs"))["outputs"]!.AsArray();
            participant.Ask(Command("end"));
            return answer;
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
        outcome.Error = outputs.Error(0);
        if (!quick || row.QuickArguments is null)
            (outcome.Rate, outcome.ShareOfLimit) = limits.Judge(row.Work, outcome.Milliseconds.Median, outcome.Threads);
        for (int i = 1; i < lanes.Length; i++)
        {
            double difference = outputs.Difference(i);
            outcome.Peers.Add(new PeerOutcome(
                names[i], lanes[i].Time, Spread.OfRatios(lanes[i].Milliseconds, lanes[0].Milliseconds), difference,
                outputs.Error(i), row.IsAlone ? lanes[i].PeakBytes : null, lanes[i].Accuracy));
            if (difference > row.Tolerance) outcome.Failures.Add(Text.Invariant($"outputs differ from {names[i]}'s by {difference:0.0e+0}, more than {row.Tolerance:0e+0}"));
        }

        if (outcome.Error > row.Tolerance) outcome.Failures.Add(Text.Invariant($"outputs differ from float64's by {outcome.Error:0.0e+0}, more than {row.Tolerance:0e+0}"));
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
