using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>Elements of a line that are a step apart, to and from neighbours.</summary>
internal static unsafe class Stepped
{
    /// <summary>target[i] = source[i * step].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<T>(T* source, nint step, int count, T* target)
        where T : unmanaged
    {
        int i = 0;
        if (step == 2 && sizeof(T) == sizeof(float))
        {
            i = EverySecond((float*)source, count, (float*)target);
            source += 2 * i;
        }

        for (; i + 4 <= count; i += 4)
        {
            target[i] = source[0];
            target[i + 1] = source[step];
            target[i + 2] = source[2 * step];
            target[i + 3] = source[3 * step];
            source += 4 * step;
        }

        for (; i < count; i++)
        {
            target[i] = *source;
            source += step;
        }
    }

    /// <summary>
    /// The first few, as many as registers can; returns how many. The second load of a pair begins at the last element of
    /// the first, so that nothing beyond the last element wanted is read.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EverySecond(float* source, int count, float* target)
    {
        int i = 0;
        if (Avx512F.IsSupported)
        {
            Vector512<int> even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25, 27, 29, 31);
            for (; i + 16 <= count; i += 16)
            {
                Vector512<float> low = Vector512.Load(source + (2 * i)), high = Vector512.Load(source + (2 * i) + 15);
                Avx512F.PermuteVar16x32x2(low, even, high).Store(target + i);
            }
        }

        if (Sse.IsSupported)
        {
            for (; i + 4 <= count; i += 4)
            {
                Vector128<float> low = Vector128.Load(source + (2 * i)), high = Vector128.Load(source + (2 * i) + 3);
                Sse.Shuffle(low, high, 0b11_01_10_00).Store(target + i);
            }

            if (i < count && count >= 4)
            {
                // The last four, of which some are there already.
                Vector128<float> low = Vector128.Load(source + (2 * (count - 4))), high = Vector128.Load(source + (2 * count) - 5);
                Sse.Shuffle(low, high, 0b11_01_10_00).Store(target + count - 4);
                i = count;
            }
        }

        return i;
    }

    /// <summary>target = first[0], second[0], first[1], second[1], …; first has as many as second or one more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Alternate<T>(T* first, T* second, int count, T* target)
        where T : unmanaged
    {
        int i = 0;
        if (sizeof(T) == sizeof(float) && Zip.IsSupported)
        {
            for (; i + 8 <= count; i += 8)
            {
                Vector128<float> a = Vector128.Load((float*)first + (i / 2)), b = Vector128.Load((float*)second + (i / 2));
                Zip.Low(a, b).Store((float*)target + i);
                Zip.High(a, b).Store((float*)target + i + 4);
            }
        }

        for (; i < count; i++) target[i] = (i & 1) == 0 ? first[i / 2] : second[i / 2];
    }

    /// <summary>target[i * step] = source[i]; what lies between may be written by others meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter<T>(T* source, int count, T* target, nint step)
        where T : unmanaged
    {
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            target[0] = source[i];
            target[step] = source[i + 1];
            target[2 * step] = source[i + 2];
            target[3 * step] = source[i + 3];
            target += 4 * step;
        }

        for (; i < count; i++)
        {
            *target = source[i];
            target += step;
        }
    }
}
