using Adjoint.Kernels;

namespace Adjoint;

/// <summary>Settings of the whole process.</summary>
public static class AdjointSettings
{
    /// <summary>
    /// How many threads an operation may use, the caller's included: at first the environment variable ADJOINT_THREADS, or
    /// else the number of processors. Results are the same bits for any number.
    /// </summary>
    /// <exception cref="AdjointException">It is set to less than 1.</exception>
    public static int Threads
    {
        get => WorkerPool.Threads;
        set => WorkerPool.Threads = value >= 1
            ? value
            : throw new AdjointException($"AdjointSettings.Threads: {value} threads cannot work; set at least 1.");
    }
}
