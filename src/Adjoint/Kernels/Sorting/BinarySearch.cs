namespace Adjoint.Kernels;

/// <summary>Where numbers would go into ascending rows.</summary>
internal static unsafe class BinarySearch
{
    private const int Grain = 1024;

    /// <summary>
    /// For each value of a row how many numbers of that row of <paramref name="sorted"/> are below it, or not above it if
    /// <paramref name="right"/>; NaN is above all. One row of numbers may serve all.
    /// </summary>
    /// <param name="sorted">Rows of <paramref name="length"/> numbers.</param>
    /// <param name="values">Rows of <paramref name="count"/> values.</param>
    /// <param name="places">The results.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="length">Length of each row of numbers.</param>
    /// <param name="count">Length of each row of values.</param>
    /// <param name="isShared">Whether there is but one row of numbers.</param>
    /// <param name="right">Whether values go behind numbers equal to them.</param>
    public static void Run<T>(T* sorted, T* values, long* places, int rows, int length, int count, bool isShared, bool right)
        where T : unmanaged, INumber<T>
    {
        if (count == 0) return;
        WorkerPool.ForRows(rows * count, Grain, new Searching<T>(sorted, values, places, length, isShared ? rows * count : count, right));
    }

    private readonly struct Searching<T>(T* sorted, T* values, long* places, int length, int perRow, bool right) : IRowWork
        where T : unmanaged, INumber<T>
    {
        public void Row(int i)
        {
            T* row = sorted + ((nint)(i / perRow) * length);
            T value = values[i];
            bool isLargest = T.IsNaN(value);
            int first = 0;
            for (int rest = length; rest > 0;)
            {
                int half = rest / 2;
                T middle = row[first + half];
                bool isBefore = isLargest || (right ? middle <= value : middle < value);
                if (isBefore) first += half + 1;
                rest = isBefore ? rest - half - 1 : half;
            }

            places[i] = first;
        }
    }
}
