using System.Diagnostics;
using System.Globalization;
using Adjoint.Guards.Workloads;

namespace Adjoint.Guards;

/// <summary>
/// The process that runs workloads with the library it was built with. It reads a request a line from standard input and
/// answers each with a line: "begin NAME SECONDS", "measure" or "end".
/// </summary>
internal static class Worker
{
    /// <summary>Runs whose numbers are compared with those of the other library.</summary>
    private const int ComparedRuns = 2;

    /// <summary>How long a measurement lasts at least, in seconds.</summary>
    private const double TurnSeconds = 0.15;

    private static Workload? workload;
    private static int repeat;

    /// <summary>Serves requests until standard input ends.</summary>
    public static void Serve()
    {
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            string answer = words[0] switch
            {
                "begin" => Begin(words[1], double.Parse(words[2], CultureInfo.InvariantCulture)),
                "measure" => Text(Time(repeat) / repeat),
                "end" => End(),
                _ => throw new ArgumentException($"There is no request {line}."),
            };
            Console.WriteLine(answer);
        }
    }

    /// <summary>
    /// Makes the workload and runs it for so many seconds: methods are compiled again, in full, some time after their
    /// thirtieth call, on another thread. Then finds how many runs make a turn. Answers with the numbers of the first runs.
    /// </summary>
    private static string Begin(string name, double seconds)
    {
        workload = WorkloadTable.Make(name);
        string numbers = string.Join(' ', Enumerable.Range(0, ComparedRuns).Select(_ => Text(workload.Run())));
        long start = Stopwatch.GetTimestamp();
        repeat = 1;
        double time;
        while ((time = Time(repeat)) < TurnSeconds || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            if (time < TurnSeconds) repeat = (int)Math.Clamp(Math.Ceiling(1.2 * repeat * TurnSeconds / time), repeat + 1, 10.0 * repeat);
        }

        return numbers;
    }

    private static string End()
    {
        workload = null;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return "ended";
    }

    private static double Time(int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++) workload!.Run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
