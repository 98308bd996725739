using Adjoint.Memory;

namespace Adjoint;

/// <summary>
/// The memory of large tensors, 64 KiB and more. The library keeps what tensors have given back, for those to come; here it is seen, and
/// given up.
/// </summary>
/// <example><code>Console.WriteLine($"{TensorMemory.EmptyCache() >> 20} MiB went back to the system");</code></example>
public static class TensorMemory
{
    /// <summary>Bytes that tensors use, those not yet collected among them; in steps of the sizes in which memory is kept.</summary>
    public static long InUse => BufferPool.Shared.Rented;

    /// <summary>Bytes that wait for reuse.</summary>
    public static long Idle => BufferPool.Shared.Idle;

    /// <summary>
    /// How long memory waits for reuse before it is given up: 30 seconds at first, and up to twice that, since the library looks only from
    /// time to time. While tensors are made, that is memory which none of them needed; when none are, all of it, after a full collection.
    /// <see cref="Timeout.InfiniteTimeSpan"/> keeps it for good.
    /// </summary>
    /// <exception cref="AdjointException">It is set to less than a millisecond, or to more than 49 days.</exception>
    public static TimeSpan KeepIdle
    {
        get => BufferPool.Shared.KeepsIdle;
        set
        {
            if (value != Timeout.InfiniteTimeSpan && value is not { TotalMilliseconds: >= 1 and <= uint.MaxValue - 1 })
                throw new AdjointException(
                    $"TensorMemory.KeepIdle: {value} is no time to keep memory; set at least a millisecond, or Timeout.InfiniteTimeSpan.");
            BufferPool.Shared.KeepsIdle = value;
        }
    }

    /// <summary>
    /// Gives all memory that waits for reuse back to the system, and what kernels keep between operations, as PyTorch's
    /// <c>empty_cache</c> does. It collects first, so that tensors that were dropped are among it. That takes as long as a full collection;
    /// the next operations take longer too, since memory must be had anew.
    /// </summary>
    /// <returns>How many bytes of tensors it was.</returns>
    public static long EmptyCache() => BufferPool.Shared.GiveUpIdle();
}
