using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>
/// Asks for cache lines ahead of use. Worth it where a kernel jumps between many places, one line each, which the
/// processor does not foresee: stores wait in order for their lines to arrive. The address need not be valid.
/// </summary>
internal static unsafe class Prefetch
{
    /// <summary>Asks for one line; does nothing where there is no such instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
