using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Dot products of contiguous vectors: four registers of partial sums, then one, then scalars for the tail.</summary>
internal static unsafe class Dot<T, TWide>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Of(T* a, T* b, int count)
    {
        int lanes = TWide.Lanes, i = 0;
        T sum = T.Zero;
        if (count >= lanes)
        {
            TWide sum0 = TWide.Zero, sum1 = TWide.Zero, sum2 = TWide.Zero, sum3 = TWide.Zero;
            for (; i + (4 * lanes) <= count; i += 4 * lanes)
            {
                sum0 = TWide.MultiplyAdd(TWide.Load(a + i), TWide.Load(b + i), sum0);
                sum1 = TWide.MultiplyAdd(TWide.Load(a + i + lanes), TWide.Load(b + i + lanes), sum1);
                sum2 = TWide.MultiplyAdd(TWide.Load(a + i + (2 * lanes)), TWide.Load(b + i + (2 * lanes)), sum2);
                sum3 = TWide.MultiplyAdd(TWide.Load(a + i + (3 * lanes)), TWide.Load(b + i + (3 * lanes)), sum3);
            }

            for (; i + lanes <= count; i += lanes)
                sum0 = TWide.MultiplyAdd(TWide.Load(a + i), TWide.Load(b + i), sum0);
            sum = TWide.Sum(TWide.Add(TWide.Add(sum0, sum1), TWide.Add(sum2, sum3)));
        }

        for (; i < count; i++) sum = T.MultiplyAddEstimate(a[i], b[i], sum);
        return sum;
    }
}
