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
            MultiplyAdd(TVector.Broadcast(left.At(p, 0)), b0, b1, ref c0x0, ref c0x1);
            if (TRows.Value > 1) MultiplyAdd(TVector.Broadcast(left.At(p, 1)), b0, b1, ref c1x0, ref c1x1);
            if (TRows.Value > 2) MultiplyAdd(TVector.Broadcast(left.At(p, 2)), b0, b1, ref c2x0, ref c2x1);
            if (TRows.Value > 3) MultiplyAdd(TVector.Broadcast(left.At(p, 3)), b0, b1, ref c3x0, ref c3x1);
            if (TRows.Value > 4) MultiplyAdd(TVector.Broadcast(left.At(p, 4)), b0, b1, ref c4x0, ref c4x1);
            if (TRows.Value > 5) MultiplyAdd(TVector.Broadcast(left.At(p, 5)), b0, b1, ref c5x0, ref c5x1);
            if (TRows.Value > 6) MultiplyAdd(TVector.Broadcast(left.At(p, 6)), b0, b1, ref c6x0, ref c6x1);
            if (TRows.Value > 7) MultiplyAdd(TVector.Broadcast(left.At(p, 7)), b0, b1, ref c7x0, ref c7x1);
            if (TRows.Value > 8) MultiplyAdd(TVector.Broadcast(left.At(p, 8)), b0, b1, ref c8x0, ref c8x1);
            if (TRows.Value > 9) MultiplyAdd(TVector.Broadcast(left.At(p, 9)), b0, b1, ref c9x0, ref c9x1);
            if (TRows.Value > 10) MultiplyAdd(TVector.Broadcast(left.At(p, 10)), b0, b1, ref c10x0, ref c10x1);
            if (TRows.Value > 11) MultiplyAdd(TVector.Broadcast(left.At(p, 11)), b0, b1, ref c11x0, ref c11x1);
        }

        if (accumulate)
        {
            Add(c0x0, c0x1, c);
            if (TRows.Value > 1) Add(c1x0, c1x1, c + ldc);
            if (TRows.Value > 2) Add(c2x0, c2x1, c + (2 * ldc));
            if (TRows.Value > 3) Add(c3x0, c3x1, c + (3 * ldc));
            if (TRows.Value > 4) Add(c4x0, c4x1, c + (4 * ldc));
            if (TRows.Value > 5) Add(c5x0, c5x1, c + (5 * ldc));
            if (TRows.Value > 6) Add(c6x0, c6x1, c + (6 * ldc));
            if (TRows.Value > 7) Add(c7x0, c7x1, c + (7 * ldc));
            if (TRows.Value > 8) Add(c8x0, c8x1, c + (8 * ldc));
            if (TRows.Value > 9) Add(c9x0, c9x1, c + (9 * ldc));
            if (TRows.Value > 10) Add(c10x0, c10x1, c + (10 * ldc));
            if (TRows.Value > 11) Add(c11x0, c11x1, c + (11 * ldc));
        }
        else if (finish.IsNone)
        {
            Store(c0x0, c0x1, c);
            if (TRows.Value > 1) Store(c1x0, c1x1, c + ldc);
            if (TRows.Value > 2) Store(c2x0, c2x1, c + (2 * ldc));
            if (TRows.Value > 3) Store(c3x0, c3x1, c + (3 * ldc));
            if (TRows.Value > 4) Store(c4x0, c4x1, c + (4 * ldc));
            if (TRows.Value > 5) Store(c5x0, c5x1, c + (5 * ldc));
            if (TRows.Value > 6) Store(c6x0, c6x1, c + (6 * ldc));
            if (TRows.Value > 7) Store(c7x0, c7x1, c + (7 * ldc));
            if (TRows.Value > 8) Store(c8x0, c8x1, c + (8 * ldc));
            if (TRows.Value > 9) Store(c9x0, c9x1, c + (9 * ldc));
            if (TRows.Value > 10) Store(c10x0, c10x1, c + (10 * ldc));
            if (TRows.Value > 11) Store(c11x0, c11x1, c + (11 * ldc));
        }
        else
        {
            Finish(c0x0, c0x1, c, finish, 0);
            if (TRows.Value > 1) Finish(c1x0, c1x1, c + ldc, finish, 1);
            if (TRows.Value > 2) Finish(c2x0, c2x1, c + (2 * ldc), finish, 2);
            if (TRows.Value > 3) Finish(c3x0, c3x1, c + (3 * ldc), finish, 3);
            if (TRows.Value > 4) Finish(c4x0, c4x1, c + (4 * ldc), finish, 4);
            if (TRows.Value > 5) Finish(c5x0, c5x1, c + (5 * ldc), finish, 5);
            if (TRows.Value > 6) Finish(c6x0, c6x1, c + (6 * ldc), finish, 6);
            if (TRows.Value > 7) Finish(c7x0, c7x1, c + (7 * ldc), finish, 7);
            if (TRows.Value > 8) Finish(c8x0, c8x1, c + (8 * ldc), finish, 8);
            if (TRows.Value > 9) Finish(c9x0, c9x1, c + (9 * ldc), finish, 9);
            if (TRows.Value > 10) Finish(c10x0, c10x1, c + (10 * ldc), finish, 10);
            if (TRows.Value > 11) Finish(c11x0, c11x1, c + (11 * ldc), finish, 11);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(TVector a, TVector b0, TVector b1, ref TVector c0, ref TVector c1)
    {
        c0 = TVector.MultiplyAdd(a, b0, c0);
        if (TColumns.Value > 1) c1 = TVector.MultiplyAdd(a, b1, c1);
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
