namespace Adjoint.Kernels;

/// <summary>Dot products of contiguous vectors: four registers of partial sums, then one, then scalars for the tail.</summary>
internal static unsafe class Dot<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Of(T* a, T* b, int count)
    {
        int lanes = TVector.Lanes, i = 0;
        T sum = T.Zero;
        if (count >= lanes)
        {
            TVector sum0 = TVector.Zero, sum1 = TVector.Zero, sum2 = TVector.Zero, sum3 = TVector.Zero;
            for (; i + (4 * lanes) <= count; i += 4 * lanes)
            {
                sum0 = TVector.MultiplyAdd(TVector.Load(a + i), TVector.Load(b + i), sum0);
                sum1 = TVector.MultiplyAdd(TVector.Load(a + i + lanes), TVector.Load(b + i + lanes), sum1);
                sum2 = TVector.MultiplyAdd(TVector.Load(a + i + (2 * lanes)), TVector.Load(b + i + (2 * lanes)), sum2);
                sum3 = TVector.MultiplyAdd(TVector.Load(a + i + (3 * lanes)), TVector.Load(b + i + (3 * lanes)), sum3);
            }

            for (; i + lanes <= count; i += lanes)
                sum0 = TVector.MultiplyAdd(TVector.Load(a + i), TVector.Load(b + i), sum0);
            sum = TVector.Sum(TVector.Add(TVector.Add(sum0, sum1), TVector.Add(sum2, sum3)));
        }

        for (; i < count; i++) sum = T.MultiplyAddEstimate(a[i], b[i], sum);
        return sum;
    }

    /// <summary>The products of four vectors, stride apart, with one: the same bits as <see cref="Of"/> of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfFour(T* a, nint stride, T* b, int count, T* sums)
    {
        int lanes = TVector.Lanes, i = 0;
        T* a0 = a, a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
        T sum0 = T.Zero, sum1 = T.Zero, sum2 = T.Zero, sum3 = T.Zero;
        if (count >= lanes)
        {
            TVector s00 = TVector.Zero, s01 = TVector.Zero, s02 = TVector.Zero, s03 = TVector.Zero;
            TVector s10 = TVector.Zero, s11 = TVector.Zero, s12 = TVector.Zero, s13 = TVector.Zero;
            TVector s20 = TVector.Zero, s21 = TVector.Zero, s22 = TVector.Zero, s23 = TVector.Zero;
            TVector s30 = TVector.Zero, s31 = TVector.Zero, s32 = TVector.Zero, s33 = TVector.Zero;
            for (; i + (4 * lanes) <= count; i += 4 * lanes)
            {
                int j = i;
                TVector x = TVector.Load(b + j);
                s00 = TVector.MultiplyAdd(TVector.Load(a0 + j), x, s00);
                s10 = TVector.MultiplyAdd(TVector.Load(a1 + j), x, s10);
                s20 = TVector.MultiplyAdd(TVector.Load(a2 + j), x, s20);
                s30 = TVector.MultiplyAdd(TVector.Load(a3 + j), x, s30);
                j += lanes;
                x = TVector.Load(b + j);
                s01 = TVector.MultiplyAdd(TVector.Load(a0 + j), x, s01);
                s11 = TVector.MultiplyAdd(TVector.Load(a1 + j), x, s11);
                s21 = TVector.MultiplyAdd(TVector.Load(a2 + j), x, s21);
                s31 = TVector.MultiplyAdd(TVector.Load(a3 + j), x, s31);
                j += lanes;
                x = TVector.Load(b + j);
                s02 = TVector.MultiplyAdd(TVector.Load(a0 + j), x, s02);
                s12 = TVector.MultiplyAdd(TVector.Load(a1 + j), x, s12);
                s22 = TVector.MultiplyAdd(TVector.Load(a2 + j), x, s22);
                s32 = TVector.MultiplyAdd(TVector.Load(a3 + j), x, s32);
                j += lanes;
                x = TVector.Load(b + j);
                s03 = TVector.MultiplyAdd(TVector.Load(a0 + j), x, s03);
                s13 = TVector.MultiplyAdd(TVector.Load(a1 + j), x, s13);
                s23 = TVector.MultiplyAdd(TVector.Load(a2 + j), x, s23);
                s33 = TVector.MultiplyAdd(TVector.Load(a3 + j), x, s33);
            }

            for (; i + lanes <= count; i += lanes)
            {
                TVector x = TVector.Load(b + i);
                s00 = TVector.MultiplyAdd(TVector.Load(a0 + i), x, s00);
                s10 = TVector.MultiplyAdd(TVector.Load(a1 + i), x, s10);
                s20 = TVector.MultiplyAdd(TVector.Load(a2 + i), x, s20);
                s30 = TVector.MultiplyAdd(TVector.Load(a3 + i), x, s30);
            }

            sum0 = TVector.Sum(TVector.Add(TVector.Add(s00, s01), TVector.Add(s02, s03)));
            sum1 = TVector.Sum(TVector.Add(TVector.Add(s10, s11), TVector.Add(s12, s13)));
            sum2 = TVector.Sum(TVector.Add(TVector.Add(s20, s21), TVector.Add(s22, s23)));
            sum3 = TVector.Sum(TVector.Add(TVector.Add(s30, s31), TVector.Add(s32, s33)));
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
