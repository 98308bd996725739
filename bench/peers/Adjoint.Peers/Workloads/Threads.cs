namespace Adjoint.Peers.Workloads;

/// <summary>Runs one piece of work on several threads at once.</summary>
internal static class Threads
{
    public static void Run(int count, Action<int> work)
    {
        Thread[] others = [.. Enumerable.Range(1, count - 1).Select(i => new Thread(() => work(i)))];
        foreach (Thread other in others) other.Start();
        work(0);
        foreach (Thread other in others) other.Join();
    }
}
