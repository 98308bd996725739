using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Peers.Workloads;

/// <summary>
/// Bytes read and written a second over memory that no cache holds: every element is read, scaled, and written back to its
/// place, which is what an optimizer does, or to another place past the caches, which is what an operation could do.
/// </summary>
internal sealed unsafe class BandwidthLimit(bool inPlace) : Workload
{
    private const long Count = 96L << 20;
    private const int Lanes = 16;

    private readonly float* source = Allocate();
    private readonly float* target = Allocate();

    /// <summary>Bytes of one run: each element once read, once written.</summary>
    public static double Bytes => 2.0 * sizeof(float) * Count;

    public override void Run()
    {
        int threads = AdjointSettings.Threads;
        long share = Count / Lanes / threads * Lanes;
        Threads.Run(threads, i =>
        {
            if (inPlace) Scale(source + (i * share), share);
            else Stream(source + (i * share), target + (i * share), share);
        });
    }

    public override Tensor[] Outputs() => [];

    public override void Dispose()
    {
        base.Dispose();
        NativeMemory.AlignedFree(source);
        NativeMemory.AlignedFree(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(float* x, long count)
    {
        for (long i = 0; i < count; i += Lanes) (Vector512.Load(x + i) * 1.0000001f).Store(x + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Stream(float* x, float* y, long count)
    {
        for (long i = 0; i < count; i += Lanes) (Vector512.Load(x + i) * 1.0000001f).StoreAlignedNonTemporal(y + i);
    }

    private static float* Allocate()
    {
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)(Count * sizeof(float)), 64);
        new Span<float>(memory, (int)Count).Fill(1);
        return memory;
    }
}
