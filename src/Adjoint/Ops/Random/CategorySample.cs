namespace Adjoint.Ops;

/// <summary>
/// Categories drawn by the weights along the last axis, int64: with replacement from as many even numbers over [0, 1) as are drawn, else
/// from
/// an exponential time for each category. All float64.
/// </summary>
internal sealed record CategorySample(int Count, bool Replacement) : NondifferentiableOp
{
    public override string Name => "Multinomial";

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Reals(this, x, 2);
        return new Spec(DType.Int64, [.. x[0].Shape.Span[..^1], Count]);
    }

    public override Work? Work(Call call) => new Work(0, call[0].Numel);

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of(Run);

    private unsafe void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        (Tensor weights, Tensor noise) = (x[0].Contiguous(), x[1].Contiguous());
        int categories = weights.Shape[^1];
        int rows = Shape.Product(weights.Shape.Span[..^1]);
        for (int row = 0; row < rows; row++) Check(weights.Span<double>().Slice(row * categories, categories));
        fixed (double* w = &weights.ReadOnly<double>())
        fixed (double* r = &noise.ReadOnly<double>())
        fixed (long* to = &y[0].Reference<long>())
        {
            var work = new Rows(w, r, to, categories, Count, Replacement);
            WorkerPool.For(rows, ref work);
        }

        GC.KeepAlive(weights);
        GC.KeepAlive(noise);
    }

    private void Check(ReadOnlySpan<double> weights)
    {
        int positive = 0;
        foreach (double weight in weights)
        {
            if (!(weight >= 0 && double.IsFinite(weight)))
                throw new AdjointException($"Multinomial: a weight of {weight} is not a number from 0 on.");
            if (weight > 0) positive++;
        }

        if (positive == 0) throw new AdjointException("Multinomial: all weights of a row are 0, so there is nothing to draw.");
        if (!Replacement && Count > positive)
            throw new AdjointException(
                $"Multinomial: {Count} categories are to be drawn without replacement, but only {positive} have a weight above 0.");
    }

    private readonly unsafe struct Rows(double* weights, double* noise, long* to, int categories, int count, bool replacement) : IWork
    {
        public void Do(int index)
        {
            var row = new ReadOnlySpan<double>(weights + ((nint)index * categories), categories);
            var chosen = new Span<long>(to + ((nint)index * count), count);
            if (replacement) CategorySampler.Replace(row, new ReadOnlySpan<double>(noise + ((nint)index * count), count), chosen);
            else CategorySampler.Take(row, new ReadOnlySpan<double>(noise + ((nint)index * categories), categories), chosen);
        }
    }
}
