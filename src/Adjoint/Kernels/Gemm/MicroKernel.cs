using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// The innermost loop of matrix products and convolutions: a register tile c[rows, columns] (+)= left · right over a
/// depth of k, with TRows rows and TColumns registers of columns, all accumulators in registers and the body one straight
/// line (Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication"; Van Zee and van de Geijn 2015,
/// "BLIS"). Where an element of either operand is found is the operand's business: <see cref="ILeft{T}"/>,
/// <see cref="IRight{T}"/>. Each element is one chain of multiply-adds over k in ascending order, so that its bits do not
/// depend on the shape of the tile.
/// </summary>
internal static unsafe class MicroKernel<T, TWide, TRows, TColumns, TLeft, TRight>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
    where TRows : struct, ISize
    where TColumns : struct, ISize
    where TLeft : struct, ILeft<T>
    where TRight : struct, IRight<T>
{
    /// <summary>
    /// Writes the whole tile: c must have room for TRows rows of TColumns registers, ldc apart. What is finished must not
    /// accumulate.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        int k, TLeft left, TRight right, T* c, nint ldc, bool accumulate, ConvolutionFinish<T> finish = default)
    {
        // The sizes are constants to the compiler: rows and columns the tile does not have leave no code behind.
        TWide c0x0 = TWide.Zero, c0x1 = TWide.Zero;
        TWide c1x0 = TWide.Zero, c1x1 = TWide.Zero;
        TWide c2x0 = TWide.Zero, c2x1 = TWide.Zero;
        TWide c3x0 = TWide.Zero, c3x1 = TWide.Zero;
        TWide c4x0 = TWide.Zero, c4x1 = TWide.Zero;
        TWide c5x0 = TWide.Zero, c5x1 = TWide.Zero;
        TWide c6x0 = TWide.Zero, c6x1 = TWide.Zero;
        TWide c7x0 = TWide.Zero, c7x1 = TWide.Zero;
        TWide c8x0 = TWide.Zero, c8x1 = TWide.Zero;
        TWide c9x0 = TWide.Zero, c9x1 = TWide.Zero;
        TWide c10x0 = TWide.Zero, c10x1 = TWide.Zero;
        TWide c11x0 = TWide.Zero, c11x1 = TWide.Zero;

        int lanes = TWide.Lanes;
        for (int p = 0; p < k; p++)
        {
            T* row = right.Row(p);
            TWide b0 = TWide.Load(row);
            TWide b1 = TColumns.Value > 1 ? TWide.Load(row + lanes) : TWide.Zero;

            TWide a0 = TWide.Broadcast(left.At(p, 0));
            c0x0 = TWide.MultiplyAdd(a0, b0, c0x0);
            if (TColumns.Value > 1) c0x1 = TWide.MultiplyAdd(a0, b1, c0x1);

            if (TRows.Value > 1)
            {
                TWide a1 = TWide.Broadcast(left.At(p, 1));
                c1x0 = TWide.MultiplyAdd(a1, b0, c1x0);
                if (TColumns.Value > 1) c1x1 = TWide.MultiplyAdd(a1, b1, c1x1);
            }

            if (TRows.Value > 2)
            {
                TWide a2 = TWide.Broadcast(left.At(p, 2));
                c2x0 = TWide.MultiplyAdd(a2, b0, c2x0);
                if (TColumns.Value > 1) c2x1 = TWide.MultiplyAdd(a2, b1, c2x1);
                a2 = TWide.Broadcast(left.At(p, 3));
                c3x0 = TWide.MultiplyAdd(a2, b0, c3x0);
                if (TColumns.Value > 1) c3x1 = TWide.MultiplyAdd(a2, b1, c3x1);
            }

            if (TRows.Value > 4)
            {
                TWide a4 = TWide.Broadcast(left.At(p, 4));
                c4x0 = TWide.MultiplyAdd(a4, b0, c4x0);
                if (TColumns.Value > 1) c4x1 = TWide.MultiplyAdd(a4, b1, c4x1);
                a4 = TWide.Broadcast(left.At(p, 5));
                c5x0 = TWide.MultiplyAdd(a4, b0, c5x0);
                if (TColumns.Value > 1) c5x1 = TWide.MultiplyAdd(a4, b1, c5x1);
            }

            if (TRows.Value > 6)
            {
                TWide a6 = TWide.Broadcast(left.At(p, 6));
                c6x0 = TWide.MultiplyAdd(a6, b0, c6x0);
                if (TColumns.Value > 1) c6x1 = TWide.MultiplyAdd(a6, b1, c6x1);
                a6 = TWide.Broadcast(left.At(p, 7));
                c7x0 = TWide.MultiplyAdd(a6, b0, c7x0);
                if (TColumns.Value > 1) c7x1 = TWide.MultiplyAdd(a6, b1, c7x1);
            }

            if (TRows.Value > 8)
            {
                TWide a8 = TWide.Broadcast(left.At(p, 8));
                c8x0 = TWide.MultiplyAdd(a8, b0, c8x0);
                if (TColumns.Value > 1) c8x1 = TWide.MultiplyAdd(a8, b1, c8x1);
                a8 = TWide.Broadcast(left.At(p, 9));
                c9x0 = TWide.MultiplyAdd(a8, b0, c9x0);
                if (TColumns.Value > 1) c9x1 = TWide.MultiplyAdd(a8, b1, c9x1);
                a8 = TWide.Broadcast(left.At(p, 10));
                c10x0 = TWide.MultiplyAdd(a8, b0, c10x0);
                if (TColumns.Value > 1) c10x1 = TWide.MultiplyAdd(a8, b1, c10x1);
                a8 = TWide.Broadcast(left.At(p, 11));
                c11x0 = TWide.MultiplyAdd(a8, b0, c11x0);
                if (TColumns.Value > 1) c11x1 = TWide.MultiplyAdd(a8, b1, c11x1);
            }
        }

        if (accumulate)
        {
            Add(c0x0, c0x1, c);

            if (TRows.Value > 1)
            {
                Add(c1x0, c1x1, c + ldc);
            }

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

            if (TRows.Value > 1)
            {
                Store(c1x0, c1x1, c + ldc);
            }

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

            if (TRows.Value > 1)
            {
                Finish(c1x0, c1x1, c + ldc, finish, 1);
            }

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
    private static void Add(TWide c0, TWide c1, T* c)
    {
        TWide.Store(TWide.Add(c0, TWide.Load(c)), c);
        if (TColumns.Value > 1) TWide.Store(TWide.Add(c1, TWide.Load(c + TWide.Lanes)), c + TWide.Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TWide c0, TWide c1, T* c)
    {
        TWide.Store(c0, c);
        if (TColumns.Value > 1) TWide.Store(c1, c + TWide.Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TWide c0, TWide c1, T* c, ConvolutionFinish<T> finish, int row)
    {
        TWide bias = finish.Bias<TWide>(row);
        TWide.Store(finish.Apply(c0, bias), c);
        if (TColumns.Value > 1) TWide.Store(finish.Apply(c1, bias), c + TWide.Lanes);
    }
}
