using System.Diagnostics;

namespace Adjoint.Peers.Driver;

/// <summary>The processes that must not outlive this one: a stopped one would wait forever.</summary>
internal static class Running
{
    private static readonly HashSet<Process> Processes = [];

    static Running()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();
        Console.CancelKeyPress += (_, _) => KillAll();
    }

    public static void Add(Process process)
    {
        lock (Processes) Processes.Add(process);
    }

    public static void Remove(Process process)
    {
        lock (Processes) Processes.Remove(process);
    }

    private static void KillAll()
    {
        lock (Processes)
        {
            foreach (Process process in Processes)
                if (!process.HasExited) process.Kill();
        }
    }
}
