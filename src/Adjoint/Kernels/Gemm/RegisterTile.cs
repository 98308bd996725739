using System.Diagnostics;

namespace Adjoint.Kernels;

/// <summary>
/// Runs the <see cref="MicroKernel{T,TVector,TRows,TColumns,TLeft,TRight}"/> that fits a tile of any size up to the
/// register tile: the lowest that has enough rows, one or two registers wide. What it computes beyond the edge goes to
/// a block on the stack and is dropped there.
/// </summary>
internal static unsafe class RegisterTile<T, TVector, TRight>
    where T : unmanaged, INumberBase<T>
    where TVector : struct, ISimdVector<TVector, T>
    where TRight : struct, IRightOperand<T>
{
    /// <summary>The height of the packed left panel that holds this many rows: full, or the lowest that fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Height(int rows) => rows switch
    {
        1 => 1,
        2 => 2,
        <= 4 => 4,
        <= 6 => 6,
        _ when rows >= TVector.Rows => TVector.Rows,
        <= 8 => 8,
        _ => 12,
    };

    /// <summary>The width of the packed right panel that holds this many columns: one or two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Width(int columns) => columns <= TVector.Lanes ? TVector.Lanes : 2 * TVector.Lanes;

    /// <summary>c[rows, columns] (+)= left · right, where left is a panel of height <see cref="Height"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(int rows, int columns, int k, T* left, TRight right, T* c, nint ldc, bool accumulate)
    {
        // Nearly all tiles are full, and choosing among kernels takes a hundredth of the time of a full tile.
        if (rows != TVector.Rows || columns != 2 * TVector.Lanes) Edge(rows, columns, k, left, right, c, ldc, accumulate);
        else if (TVector.Rows == 12) Call<Constant12, Constant2>(k, left, right, c, ldc, accumulate, default);
        else Call<Constant6, Constant2>(k, left, right, c, ldc, accumulate, default);
    }

    /// <summary>Adds left · right to a tile of the full height, as wide as its rows are apart: one or two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<TLeft>(int k, TLeft left, TRight right, T* c, int width) where TLeft : struct, ILeftOperand<T>
    {
        if (TVector.Rows == 12) Add<Constant12, TLeft>(k, left, right, c, width);
        else Add<Constant6, TLeft>(k, left, right, c, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TRows, TLeft>(int k, TLeft left, TRight right, T* c, int width)
        where TRows : struct, IConstant
        where TLeft : struct, ILeftOperand<T>
    {
        if (width > TVector.Lanes) MicroKernel<T, TVector, TRows, Constant2, TLeft, TRight>.Run(k, left, right, c, width, true);
        else MicroKernel<T, TVector, TRows, Constant1, TLeft, TRight>.Run(k, left, right, c, width, true);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Edge(int rows, int columns, int k, T* left, TRight right, T* c, nint ldc, bool accumulate)
    {
        int height = Height(rows), width = Width(columns);
        if (rows == height && columns == width)
        {
            Whole(height, width, k, left, right, c, ldc, accumulate);
            return;
        }

        T* block = stackalloc T[12 * 2 * TVector.Lanes];
        Whole(height, width, k, left, right, block, width, false);
        for (int i = 0; i < rows; i++) Put(block + (i * width), columns, c + (i * ldc), accumulate);
    }

    /// <summary>The whole tile, written without regard to edges.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Whole(
        int height, int width, int k, T* left, TRight right, T* c, nint ldc, bool accumulate,
        ConvolutionFinish<T> finish = default)
    {
        if (width > TVector.Lanes) Select<Constant2>(height, k, left, right, c, ldc, accumulate, finish);
        else Select<Constant1>(height, k, left, right, c, ldc, accumulate, finish);
    }

    // Called once per tile: tiered compilation would slow down the first second of a program to a third.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Select<TColumns>(
        int height, int k, T* left, TRight right, T* c, nint ldc, bool accumulate, ConvolutionFinish<T> finish)
        where TColumns : struct, IConstant
    {
        switch (height)
        {
            case 12: Call<Constant12, TColumns>(k, left, right, c, ldc, accumulate, finish); break;
            case 8: Call<Constant8, TColumns>(k, left, right, c, ldc, accumulate, finish); break;
            case 6: Call<Constant6, TColumns>(k, left, right, c, ldc, accumulate, finish); break;
            case 4: Call<Constant4, TColumns>(k, left, right, c, ldc, accumulate, finish); break;
            case 2: Call<Constant2, TColumns>(k, left, right, c, ldc, accumulate, finish); break;
            default:
                Debug.Assert(height == 1);
                Call<Constant1, TColumns>(k, left, right, c, ldc, accumulate, finish);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Call<TRows, TColumns>(
        int k, T* left, TRight right, T* c, nint ldc, bool accumulate, ConvolutionFinish<T> finish)
        where TRows : struct, IConstant
        where TColumns : struct, IConstant
        => MicroKernel<T, TVector, TRows, TColumns, PackedLeft<T, TRows>, TRight>.Run(
            k, new PackedLeft<T, TRows>(left), right, c, ldc, accumulate, finish);

    /// <summary>destination[j] (+)= source[j] for a row of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(T* source, int count, T* destination, bool accumulate)
    {
        int j = 0;
        for (; j + TVector.Lanes <= count; j += TVector.Lanes)
        {
            TVector value = TVector.Load(source + j);
            if (accumulate) value = TVector.Add(value, TVector.Load(destination + j));
            TVector.Store(value, destination + j);
        }

        for (; j + SimdVector128<T>.Lanes <= count; j += SimdVector128<T>.Lanes)
        {
            SimdVector128<T> value = SimdVector128<T>.Load(source + j);
            if (accumulate) value = SimdVector128<T>.Add(value, SimdVector128<T>.Load(destination + j));
            SimdVector128<T>.Store(value, destination + j);
        }

        for (; j < count; j++)
            destination[j] = accumulate ? source[j] + destination[j] : source[j];
    }
}
