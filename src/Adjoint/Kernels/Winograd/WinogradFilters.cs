using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>Transforms weights into left panels: [product of the tile][channel][row]. The rows of a panel are the lanes.</summary>
internal readonly unsafe struct WinogradFilters<T, TVector, TTile>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
    where TTile : struct, IWinogradTile<T, TVector>
{
    /// <summary>Channels packed at a time: they stay in the first-level cache.</summary>
    private const int Block = 16;

    /// <summary>How far ahead of the stores their cache lines are prefetched.</summary>
    private const int Ahead = 32;

    public WinogradShape Shape { get; init; }

    public T* Weights { get; init; }

    private static int Taps { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => TTile.Taps * TTile.Taps; }

    /// <summary>Distance of products in a panel, with room for a register that reaches beyond the rows.</summary>
    public static nint ProductStep(int channels) => ((nint)channels * TVector.Rows) + 16;

    public static nint PanelStep(int channels) => TTile.Size * TTile.Size * ProductStep(channels);

    /// <summary>Transforms some channels of one panel of rows.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Transform(int panel, int firstChannel, int count, T* target)
    {
        int row = panel * TVector.Rows, rows = Math.Min(TVector.Rows, Shape.Rows - row);
        int height = RegisterTile<T, TVector, StridedRight<T>>.Height(rows);
        T* source = Weights + (row * Shape.WeightRow) + (firstChannel * Shape.WeightChannel);
        T* packed = stackalloc T[((Block * 12) + TVector.Lanes) * Taps];
        T* columns = stackalloc T[TTile.Size * TTile.Taps * TVector.Lanes];
        nint productStep = ProductStep(count), tap = (Block * height) + TVector.Lanes;
        int* places = stackalloc int[Block * Taps];
        for (int i = 0; i < Block * Taps; i++)
        {
            int t = Shape.Rotated ? Taps - 1 - (i % Taps) : i % Taps;
            places[i] = (int)(t * tap) + (i / Taps * height);
        }

        for (int first = 0; first < count; first += Block)
        {
            int channels = Math.Min(Block, count - first);
            T* from = source + (first * Shape.WeightChannel);
            int r = channels == Block && Shape.WeightChannel == Taps ? PackFours(from, rows, packed, places) : 0;
            for (int c = 0; c < channels && r < height; c++)
                Pack(from + (c * Shape.WeightChannel), r, rows, height, packed, places + (c * Taps));

            // Lanes are rows of one channel and then the next. Those beyond the last are overwritten later.
            for (int l = 0; l < channels * height; l += TVector.Lanes)
            {
                T* taps = packed + l;
                for (int j = 0; j < TTile.Taps; j++)
                {
                    TTile.Filter(taps, TTile.Taps * tap, columns + (j * TVector.Lanes), TTile.Taps * TVector.Lanes);
                    taps += tap;
                }

                T* place = target + ((nint)first * height) + l, ahead = place + Ahead;
                for (int i = 0; i < TTile.Size; i++)
                {
                    TTile.Filter(columns + (i * TTile.Taps * TVector.Lanes), TVector.Lanes, place, productStep);
                    place += TTile.Size * productStep;
                    for (int j = 0; j < TTile.Size; j++, ahead += productStep) Prefetch.Line(ahead);
                }
            }
        }
    }

    /// <summary>packed[places[tap] + r] = source[r * WeightRow + tap] for the rows from the given one on, and 0 up to the height.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(T* source, int firstRow, int rows, int height, T* packed, int* places)
    {
        int r = firstRow;
        if (sizeof(T) == sizeof(float) && Interleave.IsSupported)
        {
            for (; r + 4 <= rows; r += 4)
                Transpose((float*)source + (r * Shape.WeightRow), Shape.WeightRow, (float*)packed + r, places);
        }

        for (; r < height; r++)
        {
            T* row = source + (r * Shape.WeightRow);
            for (int t = 0; t < Taps; t++) packed[places[t] + r] = r < rows ? row[t] : T.Zero;
        }
    }

    /// <summary>The taps of four rows; the last of them, whose number is odd, from a load that overlaps the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(float* source, nint stride, float* packed, int* places)
    {
        float* s0 = source, s1 = s0 + stride, s2 = s1 + stride, s3 = s2 + stride;
        for (int t = 0; t + 4 <= Taps; t += 4)
        {
            Vector128<float> r0 = Vector128.Load(s0 + t), r1 = Vector128.Load(s1 + t);
            Vector128<float> r2 = Vector128.Load(s2 + t), r3 = Vector128.Load(s3 + t);
            Vector128<double> l01 = Interleave.Low(r0, r1).AsDouble(), l23 = Interleave.Low(r2, r3).AsDouble();
            Vector128<double> h01 = Interleave.High(r0, r1).AsDouble(), h23 = Interleave.High(r2, r3).AsDouble();
            Interleave.Low(l01, l23).AsSingle().Store(packed + places[t]);
            Interleave.High(l01, l23).AsSingle().Store(packed + places[t + 1]);
            Interleave.Low(h01, h23).AsSingle().Store(packed + places[t + 2]);
            Interleave.High(h01, h23).AsSingle().Store(packed + places[t + 3]);
        }

        int last = Taps - 4;
        Vector128<double> h0 = Interleave.High(Vector128.Load(s0 + last), Vector128.Load(s1 + last)).AsDouble();
        Vector128<double> h1 = Interleave.High(Vector128.Load(s2 + last), Vector128.Load(s3 + last)).AsDouble();
        Interleave.High(h0, h1).AsSingle().Store(packed + places[Taps - 1]);
    }

    /// <summary>The same for a block of adjacent channels, four rows at a time in 512 bits; returns how many rows are done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int PackFours(T* source, int rows, T* packed, int* places)
    {
        if (sizeof(T) != sizeof(float) || !Avx512F.IsSupported) return 0;
        int r = 0;
        for (; r + 4 <= rows; r += 4)
        {
            float* s0 = (float*)source + (r * Shape.WeightRow), s1 = s0 + Shape.WeightRow, s2 = s1 + Shape.WeightRow;
            float* s3 = s2 + Shape.WeightRow, to = (float*)packed + r;

            // Each row lies in a page of its own, and is too short for the hardware prefetcher.
            for (int p = 0; p < Block * Taps; p += 16)
            {
                int ahead = p + (Block * Taps);
                Prefetch.LineToL2(s0 + ahead);
                Prefetch.LineToL2(s1 + ahead);
                Prefetch.LineToL2(s2 + ahead);
                Prefetch.LineToL2(s3 + ahead);
                Vector512<float> r0 = Vector512.Load(s0 + p), r1 = Vector512.Load(s1 + p);
                Vector512<float> r2 = Vector512.Load(s2 + p), r3 = Vector512.Load(s3 + p);
                Vector512<double> l01 = Avx512F.UnpackLow(r0, r1).AsDouble(), l23 = Avx512F.UnpackLow(r2, r3).AsDouble();
                Vector512<double> h01 = Avx512F.UnpackHigh(r0, r1).AsDouble(), h23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
                PutFours(Avx512F.UnpackLow(l01, l23).AsSingle(), to, places + p);
                PutFours(Avx512F.UnpackHigh(l01, l23).AsSingle(), to, places + p + 1);
                PutFours(Avx512F.UnpackLow(h01, h23).AsSingle(), to, places + p + 2);
                PutFours(Avx512F.UnpackHigh(h01, h23).AsSingle(), to, places + p + 3);
            }
        }

        return r;
    }

    /// <summary>Every fourth place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutFours(Vector512<float> fours, float* packed, int* places)
    {
        Avx512F.ExtractVector128(fours, 0).Store(packed + places[0]);
        Avx512F.ExtractVector128(fours, 1).Store(packed + places[4]);
        Avx512F.ExtractVector128(fours, 2).Store(packed + places[8]);
        Avx512F.ExtractVector128(fours, 3).Store(packed + places[12]);
    }
}
