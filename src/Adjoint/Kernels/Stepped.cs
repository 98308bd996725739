using System.Runtime.CompilerServices;

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
