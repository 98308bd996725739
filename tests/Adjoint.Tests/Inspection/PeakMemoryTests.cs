using System.Diagnostics;
using System.Globalization;

namespace Adjoint.Tests.Inspection;

/// <summary>The predicted peak against the resident memory of a process of its own that runs the model.</summary>
public sealed class PeakMemoryTests
{
    private const long NeededMemory = 3_000_000_000;

    [Theory]
    [InlineData("vgg16", 1, "inference")]
    [InlineData("vgg16", 1, "sgd")]
    [InlineData("resnet50", 1, "inference")]
    [InlineData("resnet50", 4, "inference")]
    [InlineData("resnet50", 2, "adam")]
    public void The_predicted_peak_is_within_a_tenth_of_the_measured(string model, int batch, string mode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads the resident memory as Linux tells it");
        Assert.SkipUnless(AvailableMemory() >= NeededMemory, "needs 3 GB of free memory");
        string[] fields = Run(model, batch.ToString(CultureInfo.InvariantCulture), mode).Split(' ');
        double predicted = double.Parse(fields[3], CultureInfo.InvariantCulture);
        double measured = double.Parse(fields[4], CultureInfo.InvariantCulture);
        predicted.ShouldBeInRange(0.9 * measured, 1.1 * measured);
    }

    private static string Run(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Adjoint.PeakMemory.dll"));
        foreach (string arg in args) start.ArgumentList.Add(arg);
        // Limits and settings of the test run are not meant for it.
        foreach (string name in start.Environment.Keys.Where(IsSetting).ToArray()) start.Environment.Remove(name);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return output;
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("DOTNET_GC", StringComparison.Ordinal) || name.StartsWith("COMPlus_GC", StringComparison.Ordinal);

    private static long AvailableMemory()
    {
        string line = File.ReadLines("/proc/meminfo").First(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }
}
