using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Peers.Driver;

/// <summary>What the run happened on.</summary>
internal static class Machine
{
    public static string Processor
    {
        get
        {
            string[] lines = File.ReadAllLines("/proc/cpuinfo");
            string model = Value(lines, "model name"), family = Value(lines, "cpu family"), number = Value(lines, "model");
            int width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
            return $"{model} (family {family}, model {number}), {Environment.ProcessorCount} processors, {width}-bit vectors";
        }
    }

    public static string Memory
    {
        get
        {
            string[] lines = File.ReadAllLines("/proc/meminfo");
            double kilobytes = double.Parse(
                Value(lines, "MemTotal").Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            return Text.Invariant($"{kilobytes / (1 << 20):F1} GiB");
        }
    }

    public static string System => $"{Distribution}, .NET {Environment.Version}, {RuntimeInformation.ProcessArchitecture}";

    /// <summary>How many processes wanted a processor in the last minute; above the processors, figures are noise.</summary>
    public static double Load => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Distribution => File.ReadAllLines("/etc/os-release")
        .First(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)).Split('"')[1];

    private static string Value(string[] lines, string name) => lines
        .Select(line => line.Split(':'))
        .FirstOrDefault(parts => parts[0].Trim() == name)?[1].Trim() ?? "?";
}
