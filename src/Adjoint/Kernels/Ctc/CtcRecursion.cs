namespace Adjoint.Kernels;

/// <summary>
/// The recursions of connectionist temporal classification in logarithms, in double precision. With 2S + 1 states, blanks around each
/// of S labels, α[t, s] sums over all beginnings of paths that are at state s at time t, and β over all ends from there.
/// </summary>
internal static unsafe class CtcRecursion
{
    /// <summary>Loss of each sequence. Log-probabilities are [T, N, C], labels [N, S]; lengths have been checked.</summary>
    public static void Losses<T>(T* x, long* labels, long* times, long* counts, T* losses, int sequences, int classes, int width, int blank)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        WorkerPool.ForRows(sequences, 1, new LossWork<T>(x, labels, times, counts, losses, sequences, classes, width, blank));

    /// <summary>
    /// −g·(the share of paths with class c at time t), for all [T, N, C]: the gradient of the losses; NaN where a loss is infinite
    /// and g is not 0.
    /// </summary>
    public static void Slopes<T>(
        T* x, long* labels, long* times, long* counts, T* g, T* slopes, int length, int sequences, int classes, int width, int blank)
        where T : unmanaged, IFloatingPointIeee754<T> => WorkerPool.ForRows(
            sequences, 1, new SlopeWork<T>(x, labels, times, counts, g, slopes, length, sequences, classes, width, blank));

    private static double Add(double a, double b)
    {
        (double large, double small) = a > b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(small) ? large : large + double.LogP1(Math.Exp(small - large));
    }

    /// <summary>One sequence: its log-probabilities, labels and number of times.</summary>
    private readonly struct Sequence<T>(T* x, long* labels, int count, nint stride, int blank) where T : unmanaged, IFloatingPointIeee754<T>
    {
        public int States => (2 * count) + 1;

        public long Label(int state) => state % 2 == 0 ? blank : labels[state / 2];

        public double At(int time, int state) => double.CreateTruncating(x[(time * stride) + (nint)Label(state)]);

        /// <summary>Whether a path may go from a state to the one after the next: between labels that differ.</summary>
        public bool Skips(int state) => state % 2 == 1 && state + 2 < States && Label(state) != Label(state + 2);

        /// <summary>α at the first time.</summary>
        public void Begin(double* alpha)
        {
            for (int s = 0; s < States; s++) alpha[s] = s < 2 ? At(0, s) : double.NegativeInfinity;
        }

        /// <summary>α at a time from the one before, which may be the same memory.</summary>
        public void Forwards(int time, double* before, double* alpha)
        {
            for (int s = States - 1; s >= 0; s--)
            {
                double sum = before[s];
                if (s >= 1) sum = Add(sum, before[s - 1]);
                if (s >= 2 && Skips(s - 2)) sum = Add(sum, before[s - 2]);
                alpha[s] = sum + At(time, s);
            }
        }

        /// <summary>β at the last time.</summary>
        public void End(int time, double* beta)
        {
            for (int s = 0; s < States; s++) beta[s] = s >= States - 2 ? At(time, s) : double.NegativeInfinity;
        }

        /// <summary>β at a time from the one after, in place.</summary>
        public void Backwards(int time, double* beta)
        {
            for (int s = 0; s < States; s++)
            {
                double sum = beta[s];
                if (s + 1 < States) sum = Add(sum, beta[s + 1]);
                if (Skips(s)) sum = Add(sum, beta[s + 2]);
                beta[s] = sum + At(time, s);
            }
        }

        /// <summary>The loss from the last α.</summary>
        public double Loss(double* alpha) => -(States == 1 ? alpha[0] : Add(alpha[States - 1], alpha[States - 2]));
    }

    private readonly struct LossWork<T>(
        T* x, long* labels, long* times, long* counts, T* losses, int sequences, int classes, int width, int blank) : IRowWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Row(int n)
        {
            var of = new Sequence<T>(
                x + ((nint)n * classes), labels + ((nint)n * width), (int)counts[n], (nint)sequences * classes, blank);
            int time = (int)times[n];
            double loss = counts[n] == 0 ? 0 : double.PositiveInfinity;
            if (time > 0)
            {
                double* alpha = Scratch.Take<double>(ScratchSlot.Item, of.States);
                of.Begin(alpha);
                for (int t = 1; t < time; t++) of.Forwards(t, alpha, alpha);
                loss = of.Loss(alpha);
            }

            losses[n] = T.CreateTruncating(loss);
        }
    }

    private readonly struct SlopeWork<T>(
        T* x, long* labels, long* times, long* counts, T* g, T* slopes, int length, int sequences, int classes, int width, int blank)
        : IRowWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Row(int n)
        {
            nint stride = (nint)sequences * classes;
            T* to = slopes + ((nint)n * classes);
            int time = (int)times[n];
            for (int t = time; t < length; t++) new Span<T>(to + (t * stride), classes).Clear();
            if (time == 0) return;
            var of = new Sequence<T>(x + ((nint)n * classes), labels + ((nint)n * width), (int)counts[n], stride, blank);
            int states = of.States;
            double* alphas = Scratch.Take<double>(ScratchSlot.Item, ((long)(time + 1) * states) + classes);
            double* beta = alphas + ((nint)time * states), shares = beta + states;
            of.Begin(alphas);
            for (int t = 1; t < time; t++) of.Forwards(t, alphas + ((nint)(t - 1) * states), alphas + ((nint)t * states));
            double loss = of.Loss(alphas + ((nint)(time - 1) * states));
            double factor = -double.CreateTruncating(g[n]);
            for (int t = time - 1; t >= 0; t--)
            {
                if (t == time - 1) of.End(t, beta);
                else of.Backwards(t, beta);
                new Span<double>(shares, classes).Clear();
                double* alpha = alphas + ((nint)t * states);
                for (int s = 0; s < states; s++)
                {
                    // Both contain the step at t itself.
                    if (!double.IsNegativeInfinity(alpha[s]) && !double.IsNegativeInfinity(beta[s]))
                        shares[of.Label(s)] += Math.Exp(alpha[s] + beta[s] - of.At(t, s) + loss);
                }

                T* row = to + (t * stride);
                for (int c = 0; c < classes; c++)
                    row[c] = T.CreateTruncating(factor == 0 ? 0 : double.IsInfinity(loss) ? double.NaN : factor * shares[c]);
            }
        }
    }
}
