using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// Runs the <see cref="MicroKernel{T,TWide,TRows,TColumns,TLeft,TRight}"/> that fits a tile of any size up to the register
/// tile: the lowest that has enough rows, one or two registers wide. What it computes beyond the edge goes to a block on
/// the stack and is dropped there.
/// </summary>
internal static unsafe class RegisterTile<T, TWide, TRight>
    where T : unmanaged, INumberBase<T>
    where TWide : struct, IWide<TWide, T>
    where TRight : struct, IRight<T>
{
    /// <summary>The height of the packed left panel that holds this many rows: full, or the lowest that fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Height(int rows) => rows switch
    {
        1 => 1,
        2 => 2,
        <= 4 => 4,
        <= 6 => 6,
        _ when rows >= TWide.Rows => TWide.Rows,
        <= 8 => 8,
        _ => 12,
    };

    /// <summary>The width of the packed right panel that holds this many columns: one or two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Width(int columns) => columns <= TWide.Lanes ? TWide.Lanes : 2 * TWide.Lanes;

    /// <summary>c[rows, columns] (+)= left · right, where left is a panel of height <see cref="Height"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(int rows, int columns, int k, T* left, TRight right, T* c, nint ldc, bool accumulate)
    {
        // Nearly all tiles are full, and choosing among kernels takes a hundredth of such a tile's time.
        if (rows != TWide.Rows || columns != 2 * TWide.Lanes) Edge(rows, columns, k, left, right, c, ldc, accumulate);
        else if (TWide.Rows == 12) Call<Size12, Size2>(k, left, right, c, ldc, accumulate, default);
        else Call<Size6, Size2>(k, left, right, c, ldc, accumulate, default);
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

        T* block = stackalloc T[12 * 2 * TWide.Lanes];
        Whole(height, width, k, left, right, block, width, false);
        for (int i = 0; i < rows; i++) Put(block + (i * width), columns, c + (i * ldc), accumulate);
    }

    /// <summary>The whole tile, written without regard to edges.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Whole(
        int height, int width, int k, T* left, TRight right, T* c, nint ldc, bool accumulate,
        ConvolutionFinish<T> finish = default)
    {
        if (width > TWide.Lanes) Select<Size2>(height, k, left, right, c, ldc, accumulate, finish);
        else Select<Size1>(height, k, left, right, c, ldc, accumulate, finish);
    }

    // Called once a tile: compiled in steps, it would slow down the first second of a program to a third.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Select<TColumns>(
        int height, int k, T* left, TRight right, T* c, nint ldc, bool accumulate, ConvolutionFinish<T> finish)
        where TColumns : struct, ISize
    {
        switch (height)
        {
            case 12: Call<Size12, TColumns>(k, left, right, c, ldc, accumulate, finish); break;
            case 8: Call<Size8, TColumns>(k, left, right, c, ldc, accumulate, finish); break;
            case 6: Call<Size6, TColumns>(k, left, right, c, ldc, accumulate, finish); break;
            case 4: Call<Size4, TColumns>(k, left, right, c, ldc, accumulate, finish); break;
            case 2: Call<Size2, TColumns>(k, left, right, c, ldc, accumulate, finish); break;
            default:
                Debug.Assert(height == 1);
                Call<Size1, TColumns>(k, left, right, c, ldc, accumulate, finish);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Call<TRows, TColumns>(
        int k, T* left, TRight right, T* c, nint ldc, bool accumulate, ConvolutionFinish<T> finish)
        where TRows : struct, ISize
        where TColumns : struct, ISize
        => MicroKernel<T, TWide, TRows, TColumns, PackedLeft<T, TRows>, TRight>.Run(
            k, new PackedLeft<T, TRows>(left), right, c, ldc, accumulate, finish);

    /// <summary>destination[j] (+)= source[j] for a row of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(T* source, int count, T* destination, bool accumulate)
    {
        int j = 0;
        for (; j + TWide.Lanes <= count; j += TWide.Lanes)
        {
            TWide value = TWide.Load(source + j);
            if (accumulate) value = TWide.Add(value, TWide.Load(destination + j));
            TWide.Store(value, destination + j);
        }

        for (; j + Wide128<T>.Lanes <= count; j += Wide128<T>.Lanes)
        {
            Wide128<T> value = Wide128<T>.Load(source + j);
            if (accumulate) value = Wide128<T>.Add(value, Wide128<T>.Load(destination + j));
            Wide128<T>.Store(value, destination + j);
        }

        for (; j < count; j++)
            destination[j] = accumulate ? source[j] + destination[j] : source[j];
    }
}
