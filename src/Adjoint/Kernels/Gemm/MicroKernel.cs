namespace Adjoint.Kernels;

/// <summary>
/// The innermost loop of matrix products and convolutions: a register tile c[rows, columns] (+)= left · right over a depth of k, with TRows
/// rows and TColumns registers of columns, all accumulators in registers and the body one straight line (Goto and van de Geijn 2008,
/// "Anatomy of high-performance matrix multiplication"; Van Zee and van de Geijn 2015, "BLIS"). The operands say where their elements are:
/// <see cref="ILeftOperand{T}"/>, <see cref="IRightOperand{T}"/>. Each element is one chain of multiply-adds over k in ascending order, so
/// that its bits do not depend on the shape of the tile.
/// </summary>
internal static unsafe class MicroKernel<T, TVector, TRows, TColumns, TLeft, TRight>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
    where TRows : struct, IConstant
    where TColumns : struct, IConstant
    where TLeft : struct, ILeftOperand<T>
    where TRight : struct, IRightOperand<T>
{
    /// <summary>Writes the whole tile, rows ldc apart; c must have room for it. What is finished must not accumulate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int k, TLeft left, TRight right, T* c, nint ldc, bool accumulate, ConvolutionFinish<T> finish = default)
    {
        // The sizes are constants to the compiler: rows and columns the tile does not have produce no code.
        TVector c0x0 = TVector.Zero, c0x1 = TVector.Zero;
        TVector c1x0 = TVector.Zero, c1x1 = TVector.Zero;
        TVector c2x0 = TVector.Zero, c2x1 = TVector.Zero;
        TVector c3x0 = TVector.Zero, c3x1 = TVector.Zero;
        TVector c4x0 = TVector.Zero, c4x1 = TVector.Zero;
        TVector c5x0 = TVector.Zero, c5x1 = TVector.Zero;
        TVector c6x0 = TVector.Zero, c6x1 = TVector.Zero;
        TVector c7x0 = TVector.Zero, c7x1 = TVector.Zero;
        TVector c8x0 = TVector.Zero, c8x1 = TVector.Zero;
        TVector c9x0 = TVector.Zero, c9x1 = TVector.Zero;
        TVector c10x0 = TVector.Zero, c10x1 = TVector.Zero;
        TVector c11x0 = TVector.Zero, c11x1 = TVector.Zero;

        int lanes = TVector.Lanes;
        for (int p = 0; p < k; p++)
        {
            T* row = right.Row(p);
            TVector b0 = TVector.Load(row);
            TVector b1 = TColumns.Value > 1 ? TVector.Load(row + lanes) : TVector.Zero;

            TVector a0 = TVector.Broadcast(left.At(p, 0));
            c0x0 = TVector.MultiplyAdd(a0, b0, c0x0);
            if (TColumns.Value > 1) c0x1 = TVector.MultiplyAdd(a0, b1, c0x1);

            if (TRows.Value > 1)
            {
                TVector a1 = TVector.Broadcast(left.At(p, 1));
                c1x0 = TVector.MultiplyAdd(a1, b0, c1x0);
                if (TColumns.Value > 1) c1x1 = TVector.MultiplyAdd(a1, b1, c1x1);
            }

            if (TRows.Value > 2)
            {
                TVector a2 = TVector.Broadcast(left.At(p, 2));
                c2x0 = TVector.MultiplyAdd(a2, b0, c2x0);
                if (TColumns.Value > 1) c2x1 = TVector.MultiplyAdd(a2, b1, c2x1);
                a2 = TVector.Broadcast(left.At(p, 3));
                c3x0 = TVector.MultiplyAdd(a2, b0, c3x0);
                if (TColumns.Value > 1) c3x1 = TVector.MultiplyAdd(a2, b1, c3x1);
            }

            if (TRows.Value > 4)
            {
                TVector a4 = TVector.Broadcast(left.At(p, 4));
                c4x0 = TVector.MultiplyAdd(a4, b0, c4x0);
                if (TColumns.Value > 1) c4x1 = TVector.MultiplyAdd(a4, b1, c4x1);
                a4 = TVector.Broadcast(left.At(p, 5));
                c5x0 = TVector.MultiplyAdd(a4, b0, c5x0);
                if (TColumns.Value > 1) c5x1 = TVector.MultiplyAdd(a4, b1, c5x1);
            }

            if (TRows.Value > 6)
            {
                TVector a6 = TVector.Broadcast(left.At(p, 6));
                c6x0 = TVector.MultiplyAdd(a6, b0, c6x0);
                if (TColumns.Value > 1) c6x1 = TVector.MultiplyAdd(a6, b1, c6x1);
                a6 = TVector.Broadcast(left.At(p, 7));
                c7x0 = TVector.MultiplyAdd(a6, b0, c7x0);
                if (TColumns.Value > 1) c7x1 = TVector.MultiplyAdd(a6, b1, c7x1);
            }

            if (TRows.Value > 8)
            {
                TVector a8 = TVector.Broadcast(left.At(p, 8));
                c8x0 = TVector.MultiplyAdd(a8, b0, c8x0);
                if (TColumns.Value > 1) c8x1 = TVector.MultiplyAdd(a8, b1, c8x1);
                a8 = TVector.Broadcast(left.At(p, 9));
                c9x0 = TVector.MultiplyAdd(a8, b0, c9x0);
                if (TColumns.Value > 1) c9x1 = TVector.MultiplyAdd(a8, b1, c9x1);
                a8 = TVector.Broadcast(left.At(p, 10));
                c10x0 = TVector.MultiplyAdd(a8, b0, c10x0);
                if (TColumns.Value > 1) c10x1 = TVector.MultiplyAdd(a8, b1, c10x1);
                a8 = TVector.Broadcast(left.At(p, 11));
                c11x0 = TVector.MultiplyAdd(a8, b0, c11x0);
                if (TColumns.Value > 1) c11x1 = TVector.MultiplyAdd(a8, b1, c11x1);
            }
        }

        if (accumulate)
        {
            Add(c0x0, c0x1, c);

            if (TRows.Value > 1) Add(c1x0, c1x1, c + ldc);

            if (TRows.Value > 2)
            {
                Add(c2x0, c2x1, c + (2 * ldc));
                Add(c3x0, c3x1, c + (3 * ldc));
            }

            if (TRows.Value > 4)
            {
                Add(c4x0, c4x1, c + (4 * ldc));
                Add(c5x0, c5x1, c + (5 * ldc));
            }

            if (TRows.Value > 6)
            {
                Add(c6x0, c6x1, c + (6 * ldc));
                Add(c7x0, c7x1, c + (7 * ldc));
            }

            if (TRows.Value > 8)
            {
                Add(c8x0, c8x1, c + (8 * ldc));
                Add(c9x0, c9x1, c + (9 * ldc));
                Add(c10x0, c10x1, c + (10 * ldc));
                Add(c11x0, c11x1, c + (11 * ldc));
            }
        }
        else if (finish.IsNone)
        {
            Store(c0x0, c0x1, c);

            if (TRows.Value > 1) Store(c1x0, c1x1, c + ldc);

            if (TRows.Value > 2)
            {
                Store(c2x0, c2x1, c + (2 * ldc));
                Store(c3x0, c3x1, c + (3 * ldc));
            }

            if (TRows.Value > 4)
            {
                Store(c4x0, c4x1, c + (4 * ldc));
                Store(c5x0, c5x1, c + (5 * ldc));
            }

            if (TRows.Value > 6)
            {
                Store(c6x0, c6x1, c + (6 * ldc));
                Store(c7x0, c7x1, c + (7 * ldc));
            }

            if (TRows.Value > 8)
            {
                Store(c8x0, c8x1, c + (8 * ldc));
                Store(c9x0, c9x1, c + (9 * ldc));
                Store(c10x0, c10x1, c + (10 * ldc));
                Store(c11x0, c11x1, c + (11 * ldc));
            }
        }
        else
        {
            Finish(c0x0, c0x1, c, finish, 0);

            if (TRows.Value > 1) Finish(c1x0, c1x1, c + ldc, finish, 1);

            if (TRows.Value > 2)
            {
                Finish(c2x0, c2x1, c + (2 * ldc), finish, 2);
                Finish(c3x0, c3x1, c + (3 * ldc), finish, 3);
            }

            if (TRows.Value > 4)
            {
                Finish(c4x0, c4x1, c + (4 * ldc), finish, 4);
                Finish(c5x0, c5x1, c + (5 * ldc), finish, 5);
            }

            if (TRows.Value > 6)
            {
                Finish(c6x0, c6x1, c + (6 * ldc), finish, 6);
                Finish(c7x0, c7x1, c + (7 * ldc), finish, 7);
            }

            if (TRows.Value > 8)
            {
                Finish(c8x0, c8x1, c + (8 * ldc), finish, 8);
                Finish(c9x0, c9x1, c + (9 * ldc), finish, 9);
                Finish(c10x0, c10x1, c + (10 * ldc), finish, 10);
                Finish(c11x0, c11x1, c + (11 * ldc), finish, 11);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TVector c0, TVector c1, T* c)
    {
        TVector.Store(TVector.Add(c0, TVector.Load(c)), c);
        if (TColumns.Value > 1) TVector.Store(TVector.Add(c1, TVector.Load(c + TVector.Lanes)), c + TVector.Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector c0, TVector c1, T* c)
    {
        TVector.Store(c0, c);
        if (TColumns.Value > 1) TVector.Store(c1, c + TVector.Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TVector c0, TVector c1, T* c, ConvolutionFinish<T> finish, int row)
    {
        TVector bias = finish.Bias<TVector>(row);
        TVector.Store(finish.Apply(c0, bias), c);
        if (TColumns.Value > 1) TVector.Store(finish.Apply(c1, bias), c + TVector.Lanes);
    }
}
