using System.Diagnostics;
using System.Text.Json.Nodes;
using Adjoint.Peers.Workloads;

namespace Adjoint.Peers.Worker;

/// <summary>
/// Adjoint's side of a contest: a process that reads requests from standard input, one JSON object a line, and answers each
/// with a line. The peers' workers speak the same.
/// </summary>
internal static class WorkerProcess
{
    private const double NanosecondsPerMillisecond = 1e6;

    private static Workload? workload;
    private static int repeat = 1;

    public static void Run()
    {
        while (Console.ReadLine() is { } line)
        {
            JsonObject answer;
            try
            {
                answer = Answer(JsonNode.Parse(line)!.AsObject());
            }
#pragma warning disable CA1031 // Whatever goes wrong, the driver is to hear of it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                answer = new JsonObject { ["error"] = e.ToString() };
            }

            Console.WriteLine(answer.ToJsonString());
        }
    }

    private static JsonObject Answer(JsonObject request)
    {
        switch (request.Text("command"))
        {
            case "hello":
                return new JsonObject { ["version"] = typeof(Tensor).Assembly.GetName().Version!.ToString(3) };
            case "begin":
                workload = WorkloadTable.Make(request.Text("workload"), request["arguments"]!.AsObject());
                return [];
            case "outputs":
                var outputs = new JsonArray();
                foreach (Tensor output in workload!.Outputs())
                    outputs.Add(
                        new JsonArray([.. Numbers.Sample(output).Select(value => double.IsFinite(value) ? (JsonNode)value : null)]));
                return new JsonObject { ["outputs"] = outputs };
            case "warm":
                AdjointSettings.Threads = request.Whole("threads");
                Calibrate(request["minimum"]!.GetValue<double>());
                return new JsonObject { ["repeat"] = repeat };
            case "measure":
                double milliseconds = Time(repeat) / repeat;
                var answer = new JsonObject { ["milliseconds"] = milliseconds, ["peakBytes"] = PeakMemory.Bytes() };
                if (workload!.Findings() is { } findings) answer["findings"] = findings;
                return answer;
            case "end":
                workload?.Dispose();
                workload = null;
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return [];
            default:
                throw new ArgumentException($"There is no command {request.Text("command")}.");
        }
    }

    /// <summary>
    /// Finds how many runs take at least so many milliseconds. That is the warm-up too: a method is compiled anew a tenth
    /// of a second after its thirtieth call, on another thread, first to count what it does and then in full. What runs for
    /// microseconds is nothing but such code, and what takes long calls nothing often: both get more time for that.
    /// </summary>
    private static void Calibrate(double minimum)
    {
        const double microseconds = 0.01, network = 20;
        repeat = 1;
        workload!.WarmUp();
        if (workload.IsLong) return;
        long start = Stopwatch.GetTimestamp();
        double time;
        while ((time = Time(repeat)) < minimum
            || Stopwatch.GetElapsedTime(start).TotalMilliseconds < (time / repeat is < microseconds or > network ? 1000 : 300))
        {
            if (time < minimum)
                repeat = (int)Math.Clamp(Math.Ceiling(1.2 * repeat * minimum / time), repeat + 1, 10.0 * repeat);
        }
    }

    private static double Time(int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++) workload!.Run();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / NanosecondsPerMillisecond;
    }
}
