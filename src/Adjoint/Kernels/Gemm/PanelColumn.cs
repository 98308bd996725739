namespace Adjoint.Kernels;

/// <summary>A packed left panel times a single column: the rows of the panel are the lanes.</summary>
internal static unsafe class PanelColumn<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    /// <summary>
    /// c[i * cStep] (+)= Σ over p of panel[p * height + i] · column[p * step], for i &lt; height &lt;= 12, in four
    /// chains of multiply-adds. Up to a register is read beyond the panel.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int height, int k, T* panel, T* column, nint step, T* c, nint cStep, bool accumulate)
    {
        T* sums = stackalloc T[12 + TVector.Lanes];
        for (int i = 0; i < height; i += TVector.Lanes)
        {
            TVector sum0 = TVector.Zero, sum1 = TVector.Zero, sum2 = TVector.Zero, sum3 = TVector.Zero;
            T* left = panel + i, right = column;
            int p = 0;
            for (; p + 4 <= k; p += 4)
            {
                sum0 = TVector.MultiplyAdd(TVector.Broadcast(right[0]), TVector.Load(left), sum0);
                sum1 = TVector.MultiplyAdd(TVector.Broadcast(right[step]), TVector.Load(left + height), sum1);
                sum2 = TVector.MultiplyAdd(TVector.Broadcast(right[2 * step]), TVector.Load(left + (2 * height)), sum2);
                sum3 = TVector.MultiplyAdd(TVector.Broadcast(right[3 * step]), TVector.Load(left + (3 * height)), sum3);
                left += 4 * height;
                right += 4 * step;
            }

            for (; p < k; p++)
            {
                sum0 = TVector.MultiplyAdd(TVector.Broadcast(right[0]), TVector.Load(left), sum0);
                left += height;
                right += step;
            }

            TVector.Store(TVector.Add(TVector.Add(sum0, sum1), TVector.Add(sum2, sum3)), sums + i);
        }

        for (int i = 0; i < height; i++, c += cStep) *c = accumulate ? *c + sums[i] : sums[i];
    }
}
