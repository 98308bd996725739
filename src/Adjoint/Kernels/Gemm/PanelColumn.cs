using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>A packed left panel times a single column: the rows of the panel are the lanes.</summary>
internal static unsafe class PanelColumn<T, TWide>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
{
    /// <summary>
    /// c[i * cStep] (+)= Σ over p of panel[p * height + i] · column[p * step], for i &lt; height &lt;= 12, in four chains of
    /// multiply-adds. Up to a register is read beyond the panel.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int height, int k, T* panel, T* column, nint step, T* c, nint cStep, bool accumulate)
    {
        T* sums = stackalloc T[12 + TWide.Lanes];
        for (int i = 0; i < height; i += TWide.Lanes)
        {
            TWide sum0 = TWide.Zero, sum1 = TWide.Zero, sum2 = TWide.Zero, sum3 = TWide.Zero;
            T* left = panel + i, right = column;
            int p = 0;
            for (; p + 4 <= k; p += 4)
            {
                sum0 = TWide.MultiplyAdd(TWide.Broadcast(right[0]), TWide.Load(left), sum0);
                sum1 = TWide.MultiplyAdd(TWide.Broadcast(right[step]), TWide.Load(left + height), sum1);
                sum2 = TWide.MultiplyAdd(TWide.Broadcast(right[2 * step]), TWide.Load(left + (2 * height)), sum2);
                sum3 = TWide.MultiplyAdd(TWide.Broadcast(right[3 * step]), TWide.Load(left + (3 * height)), sum3);
                left += 4 * height;
                right += 4 * step;
            }

            for (; p < k; p++)
            {
                sum0 = TWide.MultiplyAdd(TWide.Broadcast(right[0]), TWide.Load(left), sum0);
                left += height;
                right += step;
            }

            TWide.Store(TWide.Add(TWide.Add(sum0, sum1), TWide.Add(sum2, sum3)), sums + i);
        }

        for (int i = 0; i < height; i++, c += cStep) *c = accumulate ? *c + sums[i] : sums[i];
    }
}
