using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Adjoint.Cli.Tests;

/// <summary>Runs the built command as a process of its own.</summary>
internal static partial class Cli
{
    private const int Sigint = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs the command to its end.</summary>
    public static CliResult Run(params string[] args) => Run(args, null);

    /// <summary>Runs the command to its end with a text on standard input.</summary>
    public static CliResult Feed(string input, params string[] args) => Run(args, null, input);

    /// <summary>Runs the command until a line on standard error matches, interrupts it as Ctrl-C does, and waits for its end.</summary>
    public static CliResult Interrupt(Func<string, bool> when, params string[] args) => Run(args, when);

    private static CliResult Run(string[] args, Func<string, bool>? interruptWhen, string? input = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = input is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (interruptWhen is not null)
        {
            // A test runner in the background may ignore the signal, and its children would inherit that.
            start.FileName = "env";
            start.ArgumentList.Add("--default-signal=INT");
            start.ArgumentList.Add("dotnet");
        }

        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Adjoint.Cli.dll"));
        foreach (string arg in args) start.ArgumentList.Add(arg);

        using Process process = Process.Start(start)!;
        var error = new StringBuilder();
        bool interrupted = interruptWhen is null;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null) return;
            error.AppendLine(line.Data);
            if (interrupted || !interruptWhen!(line.Data)) return;
            interrupted = true;
            _ = Kill(process.Id, Sigint);
        };
        process.BeginErrorReadLine();
        if (input is not null)
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }

        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"adjoint {string.Join(' ', args)} did not end. So far: {error}");
        }

        // Waits until the last line of standard error is there too.
        process.WaitForExit();
        return new CliResult(process.ExitCode, output.Result, error.ToString());
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
