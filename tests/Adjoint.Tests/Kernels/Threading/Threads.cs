using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>Sets the number of threads until disposed.</summary>
internal readonly struct Threads : IDisposable
{
    private readonly int before = WorkerPool.Threads;

    public Threads(int count) => WorkerPool.Threads = count;

    public void Dispose() => WorkerPool.Threads = before;

    /// <summary>The bytes of a result must be the same for any number of threads.</summary>
    public static void ShouldAgree(Func<byte[]> compute)
    {
        byte[]? first = null;
        foreach (int count in new[] { 1, 2, 3, 8 })
        {
            using var threads = new Threads(count);
            byte[] bytes = compute();
            first ??= bytes;
            bytes.AsSpan().SequenceEqual(first).ShouldBeTrue($"{count} threads");
        }
    }
}
