using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>Copies between contiguous elements and elements a constant step apart.</summary>
internal static unsafe class GatherScatter
{
    /// <summary>target[i] = source[i * step].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<T>(T* source, nint step, int count, T* target) where T : unmanaged
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
    /// As many elements as whole registers hold; returns how many. The second load of a pair begins at the last element
    /// of the first, so that nothing beyond the last element is read.
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
                // The last four elements, some of which have been written already.
                Vector128<float> low = Vector128.Load(source + (2 * (count - 4))), high = Vector128.Load(source + (2 * count) - 5);
                Sse.Shuffle(low, high, 0b11_01_10_00).Store(target + count - 4);
                i = count;
            }
        }

        return i;
    }

    /// <summary>target[i * step] = source[i]; other threads may write what lies between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter<T>(T* source, int count, T* target, nint step) where T : unmanaged
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
