namespace Adjoint;

/// <summary>There is no memory for a tensor, or it would be larger than one can be. What was there before has not changed.</summary>
/// <remarks>Memory that waited for reuse has been given up by then (<see cref="TensorMemory"/>), and the collector asked twice.</remarks>
/// <param name="message">The sizes, and what to do.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class AllocationException(string message, Exception? inner = null) : AdjointException(message, inner)
{
    /// <summary>No tensor is as large.</summary>
    internal static AllocationException TooLarge(long bytes, long most) => new(
        $"A tensor of {Size(bytes)} is larger than the {Size(most)} that one can have; split it, or use a smaller type.");

    /// <summary>There is not as much memory.</summary>
    internal static AllocationException None(long bytes, long used) => new(
        $"There is no memory for a tensor of {Size(bytes)}. Tensors hold {Size(used)}; what waited for reuse has been given up already. "
        + "Use smaller batches or a smaller type, drop tensors that are no longer needed, and record no gradients where none are asked for "
        + "(GradMode.Off()).");

    /// <summary>Bytes in a unit that gives a readable number.</summary>
    internal static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => FormattableString.Invariant($"{bytes / (double)(1L << 30):0.##} GiB"),
        >= 1L << 20 => FormattableString.Invariant($"{bytes / (double)(1L << 20):0.##} MiB"),
        _ => FormattableString.Invariant($"{bytes / 1024.0:0.##} KiB"),
    };
}
