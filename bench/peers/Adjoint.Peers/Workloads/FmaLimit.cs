using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Peers.Workloads;

/// <summary>
/// How many fused multiply-adds the cores do when nothing is loaded or stored: twelve accumulators in registers, more than
/// latency × throughput of present cores asks for, and few enough for sixteen registers.
/// </summary>
internal sealed class FmaLimit : Workload
{
    private const int Steps = 2_000_000;
    private const int Accumulators = 12;

    private float sink;

    /// <summary>Floating-point operations of one run on each thread.</summary>
    public static double FlopsPerThread =>
        2.0 * Steps * Accumulators * (Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count);

    public override void Run() => Threads.Run(AdjointSettings.Threads, _ =>
    {
        float sum = Vector512.IsHardwareAccelerated
            ? Vector512.Sum(Loop<Vector512<float>>(Vector512.Create(0.999999f), Vector512.Create(1e-9f)))
            : Vector256.Sum(Loop<Vector256<float>>(Vector256.Create(0.999999f), Vector256.Create(1e-9f)));
        Volatile.Write(ref sink, sum);
    });

    public override Tensor[] Outputs() => [];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVector Loop<TVector>(TVector x, TVector y) where TVector : struct
    {
        TVector a0 = x, a1 = x, a2 = x, a3 = x, a4 = x, a5 = x;
        TVector b0 = y, b1 = y, b2 = y, b3 = y, b4 = y, b5 = y;
        for (int i = 0; i < Steps; i++)
        {
            a0 = Fma(a0, x, y);
            a1 = Fma(a1, x, y);
            a2 = Fma(a2, x, y);
            a3 = Fma(a3, x, y);
            a4 = Fma(a4, x, y);
            a5 = Fma(a5, x, y);
            b0 = Fma(b0, x, y);
            b1 = Fma(b1, x, y);
            b2 = Fma(b2, x, y);
            b3 = Fma(b3, x, y);
            b4 = Fma(b4, x, y);
            b5 = Fma(b5, x, y);
        }

        TVector low = Fma(Fma(a0, a1, a2), a3, Fma(a4, a5, x));
        TVector high = Fma(Fma(b0, b1, b2), b3, Fma(b4, b5, x));
        return Fma(low, high, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Fma<TVector>(TVector a, TVector b, TVector c) where TVector : struct
    {
        if (typeof(TVector) == typeof(Vector512<float>))
            return (TVector)(object)Vector512.FusedMultiplyAdd(
                (Vector512<float>)(object)a, (Vector512<float>)(object)b, (Vector512<float>)(object)c);
        return (TVector)(object)Vector256.FusedMultiplyAdd(
            (Vector256<float>)(object)a, (Vector256<float>)(object)b, (Vector256<float>)(object)c);
    }
}
