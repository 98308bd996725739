using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// Packed panels: a few rows of a left operand, or columns of a right one, side by side for each step of the depth, so
/// that the micro-kernel reads memory in one straight line whatever the strides of the matrix were.
/// </summary>
internal static unsafe class Panel
{
    /// <summary>
    /// Consecutive full panels of so many lanes; a part of their depth, if the distance from one to the next is more than
    /// its size. Where the lanes are contiguous, rows are read across all panels: one panel alone would touch a new page for
    /// every line or two.
    /// </summary>
    public static void PackAll<T>(
        T* source, nint laneStride, nint depthStride, int panels, int width, int depth, T* packed, nint panelStep)
        where T : unmanaged
    {
        if (laneStride == 1 && panels > 1)
        {
            CopyAcross(source, depthStride, panels, width, depth, packed, panelStep);
            return;
        }

        for (int panel = 0; panel < panels; panel++)
        {
            Pack(source, laneStride, depthStride, width, width, depth, packed);
            source += width * laneStride;
            packed += panelStep;
        }
    }

    /// <summary>
    /// packed[p * width + l] = source[l * laneStride + p * depthStride] for l &lt; lanes, and zero for the lanes up to width.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(
        T* source, nint laneStride, nint depthStride, int lanes, int width, int depth, T* packed)
        where T : unmanaged
    {
        Debug.Assert(lanes > 0 && lanes <= width);
        if (lanes < width) new Span<T>(packed, width * depth).Clear();

        if (laneStride == 1)
        {
            CopyRows(source, depthStride, lanes, width, depth, packed);
        }
        else if (depthStride == 1)
        {
            int l = 0;
            if (sizeof(T) == sizeof(float) && Zip.IsSupported)
            {
                for (; l + 4 <= lanes; l += 4)
                    TransposeFour((float*)source + (l * laneStride), laneStride, width, depth, (float*)packed + l);
            }
            else if (sizeof(T) == sizeof(double) && Zip.IsSupported)
            {
                for (; l + 2 <= lanes; l += 2)
                    TransposeTwo((double*)source + (l * laneStride), laneStride, width, depth, (double*)packed + l);
            }

            for (; l < lanes; l++) Copy(source + (l * laneStride), 1, depth, packed + l, width);
        }
        else
        {
            for (int l = 0; l < lanes; l++) Copy(source + (l * laneStride), depthStride, depth, packed + l, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(T* source, nint stride, int count, T* destination, nint destinationStride)
        where T : unmanaged
    {
        for (int p = 0; p < count; p++) destination[p * destinationStride] = source[p * stride];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows<T>(T* source, nint stride, int lanes, int width, int depth, T* packed)
        where T : unmanaged
    {
        int step = Vector128<T>.Count;
        for (int p = 0; p < depth; p++)
        {
            int l = 0;
            for (; l + step <= lanes; l += step) Vector128.Store(Vector128.Load(source + l), packed + l);
            for (; l < lanes; l++) packed[l] = source[l];
            source += stride;
            packed += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyAcross<T>(
        T* source, nint stride, int panels, int width, int depth, T* packed, nint panelStep)
        where T : unmanaged
    {
        for (int p = 0; p < depth; p++)
        {
            T* from = source, to = packed;
            for (int panel = 0; panel < panels; panel++)
            {
                int l = 0;
                if (Vector512.IsHardwareAccelerated)
                {
                    for (; l + Vector512<T>.Count <= width; l += Vector512<T>.Count) Vector512.Load(from + l).Store(to + l);
                }

                for (; l + Vector128<T>.Count <= width; l += Vector128<T>.Count) Vector128.Load(from + l).Store(to + l);
                for (; l < width; l++) to[l] = from[l];
                from += width;
                to += panelStep;
            }

            source += stride;
            packed += width;
        }
    }

    /// <summary>Four lanes at once in 4 by 4 blocks, which the registers transpose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour(float* source, nint stride, nint width, int depth, float* packed)
    {
        float* s0 = source, s1 = s0 + stride, s2 = s1 + stride, s3 = s2 + stride;
        int p = 0;
        for (; p + 4 <= depth; p += 4)
        {
            Vector128<float> r0 = Vector128.Load(s0 + p), r1 = Vector128.Load(s1 + p);
            Vector128<float> r2 = Vector128.Load(s2 + p), r3 = Vector128.Load(s3 + p);
            Vector128<double> l01 = Zip.Low(r0, r1).AsDouble(), l23 = Zip.Low(r2, r3).AsDouble();
            Vector128<double> h01 = Zip.High(r0, r1).AsDouble(), h23 = Zip.High(r2, r3).AsDouble();
            float* d = packed + (p * width);
            Zip.Low(l01, l23).AsSingle().Store(d);
            Zip.High(l01, l23).AsSingle().Store(d + width);
            Zip.Low(h01, h23).AsSingle().Store(d + (2 * width));
            Zip.High(h01, h23).AsSingle().Store(d + (3 * width));
        }

        for (; p < depth; p++)
            Vector128.Create(s0[p], s1[p], s2[p], s3[p]).Store(packed + (p * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeTwo(double* source, nint stride, nint width, int depth, double* packed)
    {
        double* s0 = source, s1 = s0 + stride;
        int p = 0;
        for (; p + 2 <= depth; p += 2)
        {
            Vector128<double> r0 = Vector128.Load(s0 + p), r1 = Vector128.Load(s1 + p);
            Zip.Low(r0, r1).Store(packed + (p * width));
            Zip.High(r0, r1).Store(packed + ((p + 1) * width));
        }

        for (; p < depth; p++) Vector128.Create(s0[p], s1[p]).Store(packed + (p * width));
    }
}
