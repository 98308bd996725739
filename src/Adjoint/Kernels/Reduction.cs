using System.Numerics;
using System.Numerics.Tensors;

namespace Adjoint.Kernels;

/// <summary>How a reduction combines numbers: within a row, and a row into a row of results.</summary>
internal interface IReducer<T>
{
    /// <summary>The result for no numbers.</summary>
    static abstract T Identity { get; }

    /// <summary>The result for a row of at least one number.</summary>
    static abstract T Reduce(ReadOnlySpan<T> row);

    /// <summary>results[i] = results[i] ∘ row[i].</summary>
    static abstract void Combine(Span<T> results, ReadOnlySpan<T> row);
}

/// <summary>Reduces the middle axis of a row-major [outer, length, inner] block of memory to [outer, inner].</summary>
internal static unsafe class Reduction
{
    /// <summary>A longer axis is cut into pieces, so that sums round little and several threads can share it.</summary>
    private const int PieceLength = 8192;

    /// <summary>The same where whole rows are added up: each step then carries a rounding of its own.</summary>
    private const int PieceRows = 128;

    /// <summary>Columns that one item of work takes when the reduced axis is not the innermost.</summary>
    private const int ColumnBlock = 1024;

    /// <summary>Elements that make an item of work worth its dispatch.</summary>
    private const int Grain = 16 * 1024;

    /// <summary>y[o, i] = x[o, 0, i] ∘ x[o, 1, i] ∘ …; the identity where the length is 0.</summary>
    public static void Run<T, TReducer>(T* x, T* y, int outer, int length, int inner)
        where T : unmanaged
        where TReducer : struct, IReducer<T>
    {
        if (length == 0)
        {
            new Span<T>(y, outer * inner).Fill(TReducer.Identity);
            return;
        }

        int piece = inner == 1 ? PieceLength : PieceRows;
        int pieces = (length + piece - 1) / piece;
        if (pieces == 1)
        {
            Dispatch<T, TReducer>(x, y, outer, length, inner, 1, length);
            return;
        }

        var partials = new T[outer * pieces * inner];
        fixed (T* results = partials)
        {
            Dispatch<T, TReducer>(x, results, outer, length, inner, pieces, piece);
            Run<T, TReducer>(results, y, outer, pieces, inner);
        }
    }

    private static void Dispatch<T, TReducer>(T* x, T* y, int outer, int length, int inner, int pieces, int piece)
        where T : unmanaged
        where TReducer : struct, IReducer<T>
    {
        if (inner == 0) return;
        int blocks = (inner + ColumnBlock - 1) / ColumnBlock;
        int group = Math.Max(1, Grain / (piece * Math.Min(inner, ColumnBlock)));
        var work = new Work<T, TReducer>(x, y, outer, length, inner, pieces, piece, blocks, group);
        WorkerPool.For(blocks * ((outer * pieces + group - 1) / group), ref work);
    }

    /// <summary>One item: a group of pieces, all of them over the same block of columns.</summary>
    private readonly struct Work<T, TReducer>(
        T* x, T* y, int outer, int length, int inner, int pieces, int piece, int blocks, int group) : IWork
        where T : unmanaged
        where TReducer : struct, IReducer<T>
    {
        public void Do(int index)
        {
            (int first, int block) = Math.DivRem(index, blocks);
            int column = block * ColumnBlock;
            int width = Math.Min(ColumnBlock, inner - column);
            int end = Math.Min(outer * pieces, (first + 1) * group);
            for (int i = first * group; i < end; i++)
            {
                (int o, int p) = Math.DivRem(i, pieces);
                int start = p * piece;
                Reduce(
                    x + ((((nint)o * length) + start) * inner) + column,
                    new Span<T>(y + ((nint)i * inner) + column, width),
                    Math.Min(piece, length - start));
            }
        }

        private void Reduce(T* rows, Span<T> results, int count)
        {
            if (inner == 1)
            {
                results[0] = TReducer.Reduce(new ReadOnlySpan<T>(rows, count));
                return;
            }

            new ReadOnlySpan<T>(rows, results.Length).CopyTo(results);
            for (int i = 1; i < count; i++)
                TReducer.Combine(results, new ReadOnlySpan<T>(rows + ((nint)i * inner), results.Length));
        }
    }
}

/// <summary>Sum.</summary>
internal readonly struct SumReducer<T> : IReducer<T> where T : unmanaged, INumber<T>
{
    public static T Identity => T.Zero;

    /// <remarks>Single precision adds up pieces in double: lanes of long rows would otherwise each lose digits.</remarks>
    public static T Reduce(ReadOnlySpan<T> row)
    {
        const int piece = 256;
        if (typeof(T) != typeof(float) || row.Length <= piece) return TensorPrimitives.Sum(row);
        double sum = 0;
        for (int start = 0; start < row.Length; start += piece)
            sum += double.CreateTruncating(TensorPrimitives.Sum(row.Slice(start, Math.Min(piece, row.Length - start))));
        return T.CreateTruncating(sum);
    }

    public static void Combine(Span<T> results, ReadOnlySpan<T> row) => TensorPrimitives.Add(results, row, results);
}

/// <summary>Product.</summary>
internal readonly struct ProductReducer<T> : IReducer<T> where T : unmanaged, INumber<T>
{
    public static T Identity => T.One;

    public static T Reduce(ReadOnlySpan<T> row) => TensorPrimitives.Product(row);

    public static void Combine(Span<T> results, ReadOnlySpan<T> row) => TensorPrimitives.Multiply(results, row, results);
}

/// <summary>Largest number; NaN where there is one.</summary>
internal readonly struct MaxReducer<T> : IReducer<T> where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public static T Identity => T.MinValue;

    public static T Reduce(ReadOnlySpan<T> row) => TensorPrimitives.Max(row);

    public static void Combine(Span<T> results, ReadOnlySpan<T> row) => TensorPrimitives.Max(results, row, results);
}

/// <summary>Smallest number; NaN where there is one.</summary>
internal readonly struct MinReducer<T> : IReducer<T> where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public static T Identity => T.MaxValue;

    public static T Reduce(ReadOnlySpan<T> row) => TensorPrimitives.Min(row);

    public static void Combine(Span<T> results, ReadOnlySpan<T> row) => TensorPrimitives.Min(results, row, results);
}
