namespace Adjoint.Kernels;

/// <summary>
/// Products too small to pack, computed where the operands are: along the rows of b if they are contiguous, as dot
/// products if both operands are contiguous along k, one scalar at a time otherwise.
/// </summary>
internal static unsafe class GemmSmall<T, TVector>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
{
    public static void Multiply(in Product<T> product)
    {
        if (product.BColumn == 1)
        {
            // Narrower registers compute what wider ones leave of a row; scalars the last few columns.
            int column = Columns<TVector>(in product, 0);
            if (TVector.Lanes > SimdVector256<T>.Lanes) column = Columns<SimdVector256<T>>(in product, column);
            if (TVector.Lanes > SimdVector128<T>.Lanes) column = Columns<SimdVector128<T>>(in product, column);
            if (column < product.N) Scalars(in product, column);
        }
        else if (product.BRow == 1 && product.AColumn == 1)
        {
            for (int i = 0; i < product.M; i++)
            {
                for (int j = 0; j < product.N; j++)
                {
                    T* c = product.C + (i * product.CRow) + j;
                    T sum = Dot<T, TVector>.Of(product.A + (i * product.ARow), product.B + (j * product.BColumn), product.K);
                    *c = product.Accumulate ? *c + sum : sum;
                }
            }
        }
        else
        {
            Scalars(in product, 0);
        }
    }

    /// <summary>Register-wide columns from the given one on; returns the first column not done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Columns<TNarrow>(in Product<T> product, int column) where TNarrow : struct, ISimdVector<TNarrow, T>
    {
        int k = product.K, m = product.M;
        nint aRow = product.ARow, aColumn = product.AColumn, bRow = product.BRow, cRow = product.CRow;
        for (; column + TNarrow.Lanes <= product.N; column += TNarrow.Lanes)
        {
            T* c = product.C + column;
            T* a = product.A;
            int i = 0;
            for (; i + 4 <= m; i += 4)
            {
                TNarrow sum0 = TNarrow.Zero, sum1 = TNarrow.Zero, sum2 = TNarrow.Zero, sum3 = TNarrow.Zero;
                T* b = product.B + column;
                T* ap = a;
                for (int p = 0; p < k; p++)
                {
                    TNarrow row = TNarrow.Load(b);
                    sum0 = TNarrow.MultiplyAdd(TNarrow.Broadcast(ap[0]), row, sum0);
                    sum1 = TNarrow.MultiplyAdd(TNarrow.Broadcast(ap[aRow]), row, sum1);
                    sum2 = TNarrow.MultiplyAdd(TNarrow.Broadcast(ap[2 * aRow]), row, sum2);
                    sum3 = TNarrow.MultiplyAdd(TNarrow.Broadcast(ap[3 * aRow]), row, sum3);
                    ap += aColumn;
                    b += bRow;
                }

                Put(sum0, c, product.Accumulate);
                Put(sum1, c + cRow, product.Accumulate);
                Put(sum2, c + (2 * cRow), product.Accumulate);
                Put(sum3, c + (3 * cRow), product.Accumulate);
                a += 4 * aRow;
                c += 4 * cRow;
            }

            for (; i < m; i++)
            {
                TNarrow sum = TNarrow.Zero;
                for (int p = 0; p < k; p++)
                    sum = TNarrow.MultiplyAdd(TNarrow.Broadcast(a[p * aColumn]), TNarrow.Load(product.B + (p * bRow) + column), sum);

                Put(sum, c, product.Accumulate);
                a += aRow;
                c += cRow;
            }
        }

        return column;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scalars(in Product<T> product, int column)
    {
        for (int i = 0; i < product.M; i++)
        {
            for (int j = column; j < product.N; j++)
            {
                T* a = product.A + (i * product.ARow);
                T* b = product.B + (j * product.BColumn);
                T sum = T.Zero;
                for (int p = 0; p < product.K; p++)
                {
                    sum = T.MultiplyAddEstimate(*a, *b, sum);
                    a += product.AColumn;
                    b += product.BRow;
                }

                T* c = product.C + (i * product.CRow) + j;
                *c = product.Accumulate ? *c + sum : sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TNarrow>(TNarrow value, T* c, bool accumulate)
        where TNarrow : struct, ISimdVector<TNarrow, T>
        => TNarrow.Store(accumulate ? TNarrow.Add(value, TNarrow.Load(c)) : value, c);
}
