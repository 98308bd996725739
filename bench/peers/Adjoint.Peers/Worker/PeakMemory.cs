using System.Globalization;

namespace Adjoint.Peers.Worker;

/// <summary>The most memory this process has had resident.</summary>
internal static class PeakMemory
{
    private const string Label = "VmHWM:";

    public static long Bytes()
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(Label, StringComparison.Ordinal));
        return long.Parse(line[Label.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
