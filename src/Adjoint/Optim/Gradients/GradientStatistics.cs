namespace Adjoint.Optim;

/// <summary>Measures the gradients of many parameters in one dispatch, before any of them is changed.</summary>
internal sealed class GradientStatistics(int[] counts)
{
    private readonly GradientSize[] sizes = new GradientSize[counts.Length];
    private readonly ArrayChunks chunks = new(counts, Optimizers.GrainLength);
    private Tensor?[] gradients = [];
    private GradientSize[]? parts;

    /// <summary>The statistics of gradients, measured.</summary>
    public static GradientStatistics Of(ReadOnlySpan<Tensor> gradients)
    {
        Tensor[] contiguous = Array.ConvertAll(gradients.ToArray(), gradient => gradient.Contiguous());
        var statistics = new GradientStatistics([.. contiguous.Select(gradient => gradient.Numel)]);
        statistics.Measure(contiguous);
        return statistics;
    }

    /// <summary>The size of one parameter's gradient, as of the last measurement.</summary>
    public GradientSize this[int index] => sizes[index];

    /// <summary>Measures each parameter's gradient, which is contiguous or null.</summary>
    public void Measure(Tensor?[] given)
    {
        gradients = given;
        parts ??= new GradientSize[chunks.Count];
        var work = new Work(this);
        WorkerPool.For(chunks.Items, ref work);
        Array.Fill(sizes, GradientSize.Empty);
        // In their order, so that the sum does not depend on who was first.
        for (int place = 0; place < parts.Length; place++) sizes[chunks[place].Array] += parts[place];
    }

    /// <summary>Leaves one parameter's gradient out of the norm.</summary>
    public void LeaveOut(int index) => sizes[index] = GradientSize.Empty;

    /// <summary>The norm of all measured gradients together, without those that are left out.</summary>
    public double Norm() => Norm(sizes);

    /// <summary>The norm of gradients of such sizes together.</summary>
    public static double Norm(GradientSize[] sizes)
    {
        double sum = 0;
        foreach (GradientSize size in sizes) sum += size.SumOfSquares;
        return Math.Sqrt(sum);
    }

    private void Run(int item)
    {
        ReadOnlySpan<ArrayChunk> own = chunks.Of(item, out int first);
        for (int i = 0; i < own.Length; i++)
        {
            Tensor? gradient = gradients[own[i].Array];
            parts![first + i] = gradient switch
            {
                null => GradientSize.Empty,
                { DType: DType.Float32 } => Size<float>(gradient, own[i]),
                { DType: DType.Float64 } => Size<double>(gradient, own[i]),
                _ => throw ParameterTypes.Unsupported("a gradient", gradient.DType),
            };
        }
    }

    private static unsafe GradientSize Size<T>(Tensor gradient, ArrayChunk chunk) where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* start = &gradient.ReadOnly<T>()) return GradientSize.Of(start, chunk.Start, chunk.End);
    }

    private readonly struct Work(GradientStatistics statistics) : IWork
    {
        public void Do(int index) => statistics.Run(index);
    }
}
