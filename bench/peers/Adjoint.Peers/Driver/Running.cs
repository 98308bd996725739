using System.Diagnostics;

namespace Adjoint.Peers.Driver;

/// <summary>The processes that must not outlive this one: a stopped one would wait forever.</summary>
internal static class Running
{
    private static readonly HashSet<Process> processes = [];

    static Running()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();
        Console.CancelKeyPress += (_, _) => KillAll();
    }

    public static void Add(Process process)
    {
        lock (processes) processes.Add(process);
    }

    public static void Remove(Process process)
    {
        lock (processes) processes.Remove(process);
    }

    private static void KillAll()
    {
        lock (processes)
        {
            foreach (Process process in processes)
                if (!process.HasExited) process.Kill();
        }
    }
}
