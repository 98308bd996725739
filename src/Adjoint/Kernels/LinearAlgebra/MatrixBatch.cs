namespace Adjoint.Kernels;

/// <summary>Runs a function for each matrix of a batch: small ones side by side, large ones one by one, each with all threads.</summary>
internal static class MatrixBatch
{
    /// <summary>From here on the products within one matrix are worth sharing.</summary>
    private const double SharedWork = 8 * 1024 * 1024;

    /// <param name="count">Number of matrices.</param>
    /// <param name="work">Multiply-adds for each.</param>
    /// <param name="run">Takes the number of a matrix.</param>
    public static void For(int count, double work, Action<int> run)
    {
        if (count > 1 && work < SharedWork)
        {
            WorkerPool.ForRows(count, (int)Math.Clamp(Gemm.ParallelWork / Math.Max(work, 1), 1, count), new Matrices(run));
            return;
        }

        for (int i = 0; i < count; i++) run(i);
    }

    private readonly struct Matrices(Action<int> run) : IRowWork
    {
        public void Row(int row) => run(row);
    }
}
