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
                AddFour(a0, a1, a2, a3, b, i, ref s00, ref s10, ref s20, ref s30);
                AddFour(a0, a1, a2, a3, b, i + lanes, ref s01, ref s11, ref s21, ref s31);
                AddFour(a0, a1, a2, a3, b, i + (2 * lanes), ref s02, ref s12, ref s22, ref s32);
                AddFour(a0, a1, a2, a3, b, i + (3 * lanes), ref s03, ref s13, ref s23, ref s33);
            }

            for (; i + lanes <= count; i += lanes) AddFour(a0, a1, a2, a3, b, i, ref s00, ref s10, ref s20, ref s30);

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

    /// <summary>Adds four registers times one to four sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddFour(
        TVector a0, TVector a1, TVector a2, TVector a3, TVector b, ref TVector sum0, ref TVector sum1, ref TVector sum2, ref TVector sum3)
    {
        sum0 = TVector.MultiplyAdd(a0, b, sum0);
        sum1 = TVector.MultiplyAdd(a1, b, sum1);
        sum2 = TVector.MultiplyAdd(a2, b, sum2);
        sum3 = TVector.MultiplyAdd(a3, b, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour(
        T* a0, T* a1, T* a2, T* a3, T* b, int i, ref TVector sum0, ref TVector sum1, ref TVector sum2, ref TVector sum3)
    {
        TVector x = TVector.Load(b + i);
        sum0 = TVector.MultiplyAdd(TVector.Load(a0 + i), x, sum0);
        sum1 = TVector.MultiplyAdd(TVector.Load(a1 + i), x, sum1);
        sum2 = TVector.MultiplyAdd(TVector.Load(a2 + i), x, sum2);
        sum3 = TVector.MultiplyAdd(TVector.Load(a3 + i), x, sum3);
    }
}
