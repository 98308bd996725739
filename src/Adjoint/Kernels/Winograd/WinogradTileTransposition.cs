using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels;

/// <summary>Transposes between lines of pixels and registers of tiles; may read and write up to a register beyond the last tile.</summary>
internal static unsafe class WinogradTileTransposition<T, TVector, TTile>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
    where TTile : struct, IWinogradTile<T, TVector>
{
    private static bool IsKnown
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TTile.Outputs == 2 || (TTile.Outputs == 4 && TTile.Size == 6);
    }

    private static bool Sixteen
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsKnown && sizeof(T) == sizeof(float) && TVector.Lanes == 16 && Avx512F.IsSupported;
    }

    private static bool Four
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsKnown && sizeof(T) == sizeof(float) && Interleave.IsSupported;
    }

    /// <summary>
    /// tiles[j * step + t] = line[t * m + j] for j &lt; m; the others, which a tile shares with its neighbours,
    /// tiles[(m + j) * step + t] = next[t * m + j].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(T* line, T* next, int count, T* tiles, nint step)
    {
        int m = TTile.Outputs;
        if (Sixteen)
        {
            for (int t = 0; t < count; t += 16)
            {
                if (m == 4) SplitFours512((float*)line + (m * t), (float*)next + (m * t), (float*)tiles + t, step);
                else SplitTwos512((float*)line + (m * t), (float*)next + (m * t), (float*)tiles + t, step);
            }
        }
        else if (Four)
        {
            for (int t = 0; t < count; t += 4)
            {
                if (m == 4) SplitFours((float*)line + (m * t), (float*)next + (m * t), (float*)tiles + t, step);
                else SplitTwos((float*)line + (m * t), (float*)next + (m * t), (float*)tiles + t, step);
            }
        }
        else
        {
            for (int j = 0; j < TTile.Size; j++)
            {
                T* from = j < m ? line + j : next + j - m;
                for (int t = 0; t < count; t++) tiles[(j * step) + t] = from[t * m];
            }
        }
    }

    /// <summary>line[t * m + j] = tiles[j * step + t] for j &lt; m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(T* tiles, nint step, int count, T* line)
    {
        int m = TTile.Outputs;
        if (Sixteen)
        {
            for (int t = 0; t < count; t += 16)
            {
                if (m == 4) JoinFours512((float*)tiles + t, step, (float*)line + (m * t));
                else JoinTwos512((float*)tiles + t, step, (float*)line + (m * t));
            }
        }
        else if (Four)
        {
            for (int t = 0; t < count; t += 4)
            {
                if (m == 4) Transposition.Four((float*)tiles + t, step, (float*)line + (m * t), 4);
                else JoinTwos((float*)tiles + t, step, (float*)line + (m * t));
            }
        }
        else
        {
            for (int j = 0; j < m; j++)
            {
                for (int t = 0; t < count; t++) line[(t * m) + j] = tiles[(j * step) + t];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitFours512(float* line, float* next, float* tiles, nint step)
    {
        // First the pixels 0 and 1, and 2 and 3, of eight tiles each, then their halves.
        Vector512<int> first = Vector512.Create(0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29);
        Vector512<int> second = first + Vector512.Create(2);
        Vector512<float> l0 = Vector512.Load(line), l1 = Vector512.Load(line + 16);
        Vector512<float> l2 = Vector512.Load(line + 32), l3 = Vector512.Load(line + 48);
        Vector512<float> a = Avx512F.PermuteVar16x32x2(l0, first, l1), b = Avx512F.PermuteVar16x32x2(l2, first, l3);
        Vector512<float> c = Avx512F.PermuteVar16x32x2(l0, second, l1), d = Avx512F.PermuteVar16x32x2(l2, second, l3);
        Avx512F.Shuffle4x128(a, b, 0x44).Store(tiles);
        Avx512F.Shuffle4x128(a, b, 0xEE).Store(tiles + step);
        Avx512F.Shuffle4x128(c, d, 0x44).Store(tiles + (2 * step));
        Avx512F.Shuffle4x128(c, d, 0xEE).Store(tiles + (3 * step));

        l0 = Vector512.Load(next);
        l1 = Vector512.Load(next + 16);
        l2 = Vector512.Load(next + 32);
        l3 = Vector512.Load(next + 48);
        a = Avx512F.PermuteVar16x32x2(l0, first, l1);
        b = Avx512F.PermuteVar16x32x2(l2, first, l3);
        Avx512F.Shuffle4x128(a, b, 0x44).Store(tiles + (4 * step));
        Avx512F.Shuffle4x128(a, b, 0xEE).Store(tiles + (5 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitFours(float* line, float* next, float* tiles, nint step)
    {
        Transposition.Four(line, 4, tiles, step);
        Vector128<double> low = Interleave.Low(Vector128.Load(next), Vector128.Load(next + 4)).AsDouble();
        Vector128<double> high = Interleave.Low(Vector128.Load(next + 8), Vector128.Load(next + 12)).AsDouble();
        Interleave.Low(low, high).AsSingle().Store(tiles + (4 * step));
        Interleave.High(low, high).AsSingle().Store(tiles + (5 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitTwos512(float* line, float* next, float* tiles, nint step)
    {
        Vector512<int> even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        Vector512<int> odd = even + Vector512<int>.One;
        for (int j = 0; j < TTile.Size; j += 2)
        {
            float* from = j == 0 ? line : next + j - 2;
            Vector512<float> l0 = Vector512.Load(from), l1 = Vector512.Load(from + 16);
            Avx512F.PermuteVar16x32x2(l0, even, l1).Store(tiles + (j * step));
            Avx512F.PermuteVar16x32x2(l0, odd, l1).Store(tiles + ((j + 1) * step));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitTwos(float* line, float* next, float* tiles, nint step)
    {
        for (int j = 0; j < TTile.Size; j += 2)
        {
            float* from = j == 0 ? line : next + j - 2;
            Vector128<float> l0 = Vector128.Load(from), l1 = Vector128.Load(from + 4);
            Vector128<float> low = Interleave.Low(l0, l1), high = Interleave.High(l0, l1);
            Interleave.Low(low, high).Store(tiles + (j * step));
            Interleave.High(low, high).Store(tiles + ((j + 1) * step));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void JoinTwos512(float* tiles, nint step, float* line)
    {
        Vector512<int> low = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<int> high = low + Vector512.Create(8);
        Vector512<float> x0 = Vector512.Load(tiles), x1 = Vector512.Load(tiles + step);
        Avx512F.PermuteVar16x32x2(x0, low, x1).Store(line);
        Avx512F.PermuteVar16x32x2(x0, high, x1).Store(line + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void JoinTwos(float* tiles, nint step, float* line)
    {
        Vector128<float> x0 = Vector128.Load(tiles), x1 = Vector128.Load(tiles + step);
        Interleave.Low(x0, x1).Store(line);
        Interleave.High(x0, x1).Store(line + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void JoinFours512(float* tiles, nint step, float* line)
    {
        Vector512<int> low = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<int> high = low + Vector512.Create(8);
        Vector512<float> x0 = Vector512.Load(tiles), x1 = Vector512.Load(tiles + step);
        Vector512<float> x2 = Vector512.Load(tiles + (2 * step)), x3 = Vector512.Load(tiles + (3 * step));
        Vector512<double> a = Avx512F.PermuteVar16x32x2(x0, low, x1).AsDouble();
        Vector512<double> b = Avx512F.PermuteVar16x32x2(x0, high, x1).AsDouble();
        Vector512<double> c = Avx512F.PermuteVar16x32x2(x2, low, x3).AsDouble();
        Vector512<double> d = Avx512F.PermuteVar16x32x2(x2, high, x3).AsDouble();
        Vector512<long> lowPairs = Vector512.Create(0L, 8, 1, 9, 2, 10, 3, 11);
        Vector512<long> highPairs = lowPairs + Vector512.Create(4L);
        Avx512F.PermuteVar8x64x2(a, lowPairs, c).AsSingle().Store(line);
        Avx512F.PermuteVar8x64x2(a, highPairs, c).AsSingle().Store(line + 16);
        Avx512F.PermuteVar8x64x2(b, lowPairs, d).AsSingle().Store(line + 32);
        Avx512F.PermuteVar8x64x2(b, highPairs, d).AsSingle().Store(line + 48);
    }
}
