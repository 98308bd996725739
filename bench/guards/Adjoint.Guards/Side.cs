using System.Diagnostics;
using System.Globalization;

namespace Adjoint.Guards;

/// <summary>One of the two libraries: a worker process that waits while the other one works.</summary>
internal sealed class Side : IDisposable
{
    private readonly Process process;
    private readonly string program;

    /// <summary>Starts the worker.</summary>
    /// <param name="program">Path of this program as it was built with the side's library.</param>
    public Side(string program)
    {
        this.program = program;
        process = Process.Start(new ProcessStartInfo("dotnet", [program, "worker"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Makes a workload and warms it up.</summary>
    /// <param name="name">The workload.</param>
    /// <param name="seconds">How long it is to run before anything is measured.</param>
    /// <returns>The numbers that its first runs gave.</returns>
    public string Begin(string name, double seconds) =>
        Ask(string.Create(CultureInfo.InvariantCulture, $"begin {name} {seconds}"));

    /// <summary>Measures the workload.</summary>
    /// <returns>Seconds for one run.</returns>
    public double Measure() => double.Parse(Ask("measure"), CultureInfo.InvariantCulture);

    /// <summary>Gives up the workload.</summary>
    public void End() => Ask("end");

    /// <summary>Ends the worker.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private string Ask(string request)
    {
        process.StandardInput.WriteLine(request);
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"{program} ended at \"{request}\"; what it said stands above.");
    }
}
