using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>The two halves of a[0], b[0], a[1], b[1], …, of which 128-bit transpositions are made.</summary>
internal static unsafe class Interleave
{
    public static bool IsSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Low(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> High(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    /// <summary>target = first[0], second[0], first[1], second[1], …; first has as many as second or one more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows<T>(T* first, T* second, int count, T* target) where T : unmanaged
    {
        int i = 0;
        if (sizeof(T) == sizeof(float) && IsSupported)
        {
            for (; i + 8 <= count; i += 8)
            {
                Vector128<float> a = Vector128.Load((float*)first + (i / 2)), b = Vector128.Load((float*)second + (i / 2));
                Low(a, b).Store((float*)target + i);
                High(a, b).Store((float*)target + i + 4);
            }
        }

        for (; i < count; i++) target[i] = (i & 1) == 0 ? first[i / 2] : second[i / 2];
    }
}
