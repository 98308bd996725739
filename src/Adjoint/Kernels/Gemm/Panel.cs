using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>
/// Packed panels: a few rows of a left operand, or columns of a right one, contiguous for each step of the depth, so
/// that the micro-kernel reads memory sequentially for any strides of the matrix.
/// </summary>
internal static unsafe class Panel
{
    /// <summary>
    /// Consecutive full panels of the given number of lanes; a part of their depth, if the distance from one to the next is more than their
    /// size. Where the lanes are contiguous, rows are read across all panels: one panel alone would touch a new page for every line or two.
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

    /// <summary>packed[p * width + l] = source[l * laneStride + p * depthStride] for l &lt; lanes, and 0 for lanes up to width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(T* source, nint laneStride, nint depthStride, int lanes, int width, int depth, T* packed) where T : unmanaged
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
            if (sizeof(T) == sizeof(float) && Avx512F.IsSupported)
            {
                for (; l + 16 <= lanes && depth >= 16; l += 16)
                    TransposeSixteen((float*)source + (l * laneStride), laneStride, width, depth, (float*)packed + l);
            }

            if (l < lanes) Transposition.Run(source + (l * laneStride), laneStride, lanes - l, depth, packed + l, width);
        }
        else
        {
            for (int l = 0; l < lanes; l++) Copy(source + (l * laneStride), depthStride, depth, packed + l, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(T* source, nint stride, int count, T* destination, nint destinationStride) where T : unmanaged
    {
        for (int p = 0; p < count; p++) destination[p * destinationStride] = source[p * stride];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows<T>(T* source, nint stride, int lanes, int width, int depth, T* packed) where T : unmanaged
    {
        for (int p = 0; p < depth; p++, source += stride, packed += width) RowCopy.Run(source, packed, lanes);
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

    /// <summary>Sixteen lanes at once in 16 by 16 blocks: first 4 by 4 within parts of registers, then the parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeSixteen(float* source, nint stride, nint width, int depth, float* packed)
    {
        int p = 0;
        for (; p + 16 <= depth; p += 16)
        {
            float* s = source + p;
            ByFour(s, stride, out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2, out Vector512<float> a3);
            s += 4 * stride;
            ByFour(s, stride, out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2, out Vector512<float> b3);
            s += 4 * stride;
            ByFour(s, stride, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3);
            s += 4 * stride;
            ByFour(s, stride, out Vector512<float> d0, out Vector512<float> d1, out Vector512<float> d2, out Vector512<float> d3);
            float* to = packed + (p * width);
            PutParts(a0, b0, c0, d0, to, 4 * width);
            PutParts(a1, b1, c1, d1, to + width, 4 * width);
            PutParts(a2, b2, c2, d2, to + (2 * width), 4 * width);
            PutParts(a3, b3, c3, d3, to + (3 * width), 4 * width);
        }

        if (p < depth) Transposition.Run(source + p, stride, 16, depth - p, packed + (p * width), width);
    }

    /// <summary>Part i of the results holds the elements 4i, 4i + 1, 4i + 2 and 4i + 3 of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ByFour(
        float* source, nint stride, out Vector512<float> v0, out Vector512<float> v1, out Vector512<float> v2, out Vector512<float> v3)
    {
        Vector512<float> r0 = Vector512.Load(source), r1 = Vector512.Load(source + stride);
        Vector512<float> r2 = Vector512.Load(source + (2 * stride)), r3 = Vector512.Load(source + (3 * stride));
        Vector512<double> l01 = Avx512F.UnpackLow(r0, r1).AsDouble(), l23 = Avx512F.UnpackLow(r2, r3).AsDouble();
        Vector512<double> h01 = Avx512F.UnpackHigh(r0, r1).AsDouble(), h23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        v0 = Avx512F.UnpackLow(l01, l23).AsSingle();
        v1 = Avx512F.UnpackHigh(l01, l23).AsSingle();
        v2 = Avx512F.UnpackLow(h01, h23).AsSingle();
        v3 = Avx512F.UnpackHigh(h01, h23).AsSingle();
    }

    /// <summary>Row i of the target is part i of each of four registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutParts(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* target, nint step)
    {
        Vector512<float> ab = Avx512F.Shuffle4x128(a, b, 0x44), cd = Avx512F.Shuffle4x128(c, d, 0x44);
        Avx512F.Shuffle4x128(ab, cd, 0x88).Store(target);
        Avx512F.Shuffle4x128(ab, cd, 0xDD).Store(target + step);
        ab = Avx512F.Shuffle4x128(a, b, 0xEE);
        cd = Avx512F.Shuffle4x128(c, d, 0xEE);
        Avx512F.Shuffle4x128(ab, cd, 0x88).Store(target + (2 * step));
        Avx512F.Shuffle4x128(ab, cd, 0xDD).Store(target + (3 * step));
    }
}
