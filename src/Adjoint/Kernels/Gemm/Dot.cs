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

    /// <summary>The products of four vectors, stride apart, with one: the same bits as <see cref="Of"/> of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfFour(T* a, nint stride, T* b, int count, T* sums)
    {
        int lanes = TWide.Lanes, i = 0;
        T* a0 = a, a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
        T sum0 = T.Zero, sum1 = T.Zero, sum2 = T.Zero, sum3 = T.Zero;
        if (count >= lanes)
        {
            TWide s00 = TWide.Zero, s01 = TWide.Zero, s02 = TWide.Zero, s03 = TWide.Zero;
            TWide s10 = TWide.Zero, s11 = TWide.Zero, s12 = TWide.Zero, s13 = TWide.Zero;
            TWide s20 = TWide.Zero, s21 = TWide.Zero, s22 = TWide.Zero, s23 = TWide.Zero;
            TWide s30 = TWide.Zero, s31 = TWide.Zero, s32 = TWide.Zero, s33 = TWide.Zero;
            for (; i + (4 * lanes) <= count; i += 4 * lanes)
            {
                int j = i;
                TWide x = TWide.Load(b + j);
                s00 = TWide.MultiplyAdd(TWide.Load(a0 + j), x, s00);
                s10 = TWide.MultiplyAdd(TWide.Load(a1 + j), x, s10);
                s20 = TWide.MultiplyAdd(TWide.Load(a2 + j), x, s20);
                s30 = TWide.MultiplyAdd(TWide.Load(a3 + j), x, s30);
                j += lanes;
                x = TWide.Load(b + j);
                s01 = TWide.MultiplyAdd(TWide.Load(a0 + j), x, s01);
                s11 = TWide.MultiplyAdd(TWide.Load(a1 + j), x, s11);
                s21 = TWide.MultiplyAdd(TWide.Load(a2 + j), x, s21);
                s31 = TWide.MultiplyAdd(TWide.Load(a3 + j), x, s31);
                j += lanes;
                x = TWide.Load(b + j);
                s02 = TWide.MultiplyAdd(TWide.Load(a0 + j), x, s02);
                s12 = TWide.MultiplyAdd(TWide.Load(a1 + j), x, s12);
                s22 = TWide.MultiplyAdd(TWide.Load(a2 + j), x, s22);
                s32 = TWide.MultiplyAdd(TWide.Load(a3 + j), x, s32);
                j += lanes;
                x = TWide.Load(b + j);
                s03 = TWide.MultiplyAdd(TWide.Load(a0 + j), x, s03);
                s13 = TWide.MultiplyAdd(TWide.Load(a1 + j), x, s13);
                s23 = TWide.MultiplyAdd(TWide.Load(a2 + j), x, s23);
                s33 = TWide.MultiplyAdd(TWide.Load(a3 + j), x, s33);
            }

            for (; i + lanes <= count; i += lanes)
            {
                TWide x = TWide.Load(b + i);
                s00 = TWide.MultiplyAdd(TWide.Load(a0 + i), x, s00);
                s10 = TWide.MultiplyAdd(TWide.Load(a1 + i), x, s10);
                s20 = TWide.MultiplyAdd(TWide.Load(a2 + i), x, s20);
                s30 = TWide.MultiplyAdd(TWide.Load(a3 + i), x, s30);
            }

            sum0 = TWide.Sum(TWide.Add(TWide.Add(s00, s01), TWide.Add(s02, s03)));
            sum1 = TWide.Sum(TWide.Add(TWide.Add(s10, s11), TWide.Add(s12, s13)));
            sum2 = TWide.Sum(TWide.Add(TWide.Add(s20, s21), TWide.Add(s22, s23)));
            sum3 = TWide.Sum(TWide.Add(TWide.Add(s30, s31), TWide.Add(s32, s33)));
        }

        for (; i < count; i++)
        {
            sum0 = T.MultiplyAddEstimate(a0[i], b[i], sum0);
            sum1 = T.MultiplyAddEstimate(a1[i], b[i], sum1);
            sum2 = T.MultiplyAddEstimate(a2[i], b[i], sum2);
            sum3 = T.MultiplyAddEstimate(a3[i], b[i], sum3);
        }

        (sums[0], sums[1], sums[2], sums[3]) = (sum0, sum1, sum2, sum3);
    }
}
