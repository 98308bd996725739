namespace Adjoint.Kernels;

/// <summary>How a scan goes from one element to the next.</summary>
internal interface IScan<T, TState>
    where T : unmanaged
    where TState : unmanaged
{
    /// <summary>The state before the first element.</summary>
    static abstract TState Start { get; }

    /// <summary>The state after an element, which came with a coefficient.</summary>
    static abstract TState Next(TState state, T x, T coefficient);

    /// <summary>What is written for a state.</summary>
    static abstract T Result(TState state);
}

/// <summary>
/// Scans along the middle axis of [outer, length, inner], from its start or from its end. The state is wider than the elements where
/// roundings would add up.
/// </summary>
internal static unsafe class ScanLoop
{
    private const int Grain = 8 * 1024;

    /// <summary>Columns that are scanned together.</summary>
    private const int Columns = 64;

    /// <summary>Writes the result of each state. Without coefficients each element is its own.</summary>
    public static void Run<T, TState, TScan>(T* x, T* coefficients, T* y, int outer, int length, int inner, bool reverse)
        where T : unmanaged
        where TState : unmanaged
        where TScan : struct, IScan<T, TState>
    {
        if (outer == 0 || length == 0 || inner == 0) return;
        int blocks = (inner + Columns - 1) / Columns;
        int width = Math.Min(inner, Columns);
        WorkerPool.ForRows(
            outer * blocks, Math.Max(1, Grain / Math.Max(1, length * width)),
            new Work<T, TState, TScan>(x, coefficients is null ? x : coefficients, y, length, inner, blocks, reverse));
    }

    private readonly struct Work<T, TState, TScan>(T* x, T* coefficients, T* y, int length, int inner, int blocks, bool reverse) : IRowWork
        where T : unmanaged
        where TState : unmanaged
        where TScan : struct, IScan<T, TState>
    {
        public void Row(int item)
        {
            (int o, int block) = Math.DivRem(item, blocks);
            int width = Math.Min(Columns, inner - (block * Columns));
            nint step = reverse ? -inner : inner;
            nint at = ((nint)o * length * inner) + (block * Columns) + (reverse ? (nint)(length - 1) * inner : 0);
            TState* states = stackalloc TState[width];
            new Span<TState>(states, width).Fill(TScan.Start);
            for (int k = 0; k < length; k++, at += step)
            {
                for (int i = 0; i < width; i++)
                {
                    states[i] = TScan.Next(states[i], x[at + i], coefficients[at + i]);
                    y[at + i] = TScan.Result(states[i]);
                }
            }
        }
    }
}

/// <summary>Running products; those of real numbers in float64.</summary>
internal readonly struct ProductScan<T, TState> : IScan<T, TState>
    where T : unmanaged, INumber<T>
    where TState : unmanaged, INumber<TState>
{
    public static TState Start => TState.One;

    public static TState Next(TState state, T x, T coefficient) => state * TState.CreateTruncating(x);

    public static T Result(TState state) => T.CreateTruncating(state);
}

/// <summary>s ← x + a·s, in float64.</summary>
internal readonly struct RecurrenceScan<T> : IScan<T, double> where T : unmanaged, INumber<T>
{
    public static double Start => 0;

    // Where nothing came before, the coefficient does not count, infinite as it may be.
    public static double Next(double state, T x, T coefficient) =>
        state == 0 ? double.CreateTruncating(x) : double.CreateTruncating(x) + (double.CreateTruncating(coefficient) * state);

    public static T Result(double state) => T.CreateTruncating(state);
}

/// <summary>s ← log(eˢ + eˣ), in float64.</summary>
internal readonly struct LogSumScan<T> : IScan<T, double> where T : unmanaged, INumber<T>
{
    public static double Start => double.NegativeInfinity;

    public static double Next(double state, T x, T coefficient)
    {
        double value = double.CreateTruncating(x);
        double largest = Math.Max(state, value);
        return double.IsFinite(largest) ? largest + double.LogP1(Math.Exp(Math.Min(state, value) - largest)) : largest;
    }

    public static T Result(double state) => T.CreateTruncating(state);
}
