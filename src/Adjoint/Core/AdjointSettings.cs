namespace Adjoint;

/// <summary>Settings of the whole process.</summary>
public static class AdjointSettings
{
    /// <summary>
    /// How many threads an operation may use, the caller's included: at first the environment variable ADJOINT_THREADS, or
    /// else the number of processors. Results are the same bits for any number.
    /// </summary>
    /// <exception cref="AdjointException">It is set to less than 1.</exception>
    public static int Threads
    {
        get => WorkerPool.Threads;
        set => WorkerPool.Threads = value >= 1
            ? value
            : throw new AdjointException($"AdjointSettings.Threads: {value} threads cannot work; set at least 1.");
    }

    /// <summary>
    /// Up to which tile, 4 by 4 or 2 by 2 outputs, float32 convolutions of 3 by 3 with stride 1, and their gradients, may use Winograd's
    /// minimal filtering (Lavin and Gray 2015, arXiv 1509.09308) where that is faster; 0 for never. Tiles of 4 by 4 also allow those of 5
    /// by 5 to use it, whose tiles of 2 by 2 outputs err as much. At first the environment variable ADJOINT_WINOGRAD (0, 2 or 4), or else
    /// 4. It takes up to 4 or 2.25 times fewer multiplications, with 5 by 5 up to 2.8. The norm of the error, relative to that of the
    /// output in double precision, for normally distributed input and weights: with tiles of 4, 0.8e-6 at 64 channels to 2.1e-6 at 512;
    /// with tiles of 2, 0.3e-6 to 0.7e-6; without, 0.4e-6 to 1.2e-6. Where a number is not finite, or thousands of times as large as
    /// most of those near it, the result is computed without, so that outputs whose window does not contain it keep their digits.
    /// </summary>
    /// <exception cref="AdjointException">It is set to another number.</exception>
    public static int WinogradTile
    {
        get => Winograd.LargestTile;
        set => Winograd.LargestTile = value is 0 or 2 or 4
            ? value
            : throw new AdjointException($"AdjointSettings.WinogradTile: there are no tiles of {value}; set 4, 2, or 0 for none.");
    }
}
