using System.Numerics;
using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary>Measures the gradients of many parameters in one dispatch, before any of them is changed.</summary>
internal sealed class GradientStatistics(IReadOnlyList<ParameterState> states)
{
    private readonly GradientSize[] sizes = new GradientSize[states.Count];
    private readonly ArrayChunks chunks = new(states.Select(state => state.Parameter.Count), Optimizers.GrainLength);
    private GradientSize[]? parts;

    /// <summary>The statistics of gradients, measured.</summary>
    /// <param name="gradients">The gradients.</param>
    public static GradientStatistics Of(ReadOnlySpan<Tensor> gradients)
    {
        var rule = new SgdRule();
        var states = new ParameterState[gradients.Length];
        for (int i = 0; i < states.Length; i++)
            states[i] = new ParameterState(i, gradients[i], rule) { Gradient = gradients[i].Contiguous() };
        var statistics = new GradientStatistics(states);
        statistics.Measure();
        return statistics;
    }

    /// <summary>The size of one parameter's gradient, as of the last measurement.</summary>
    public GradientSize this[int index] => sizes[index];

    /// <summary>Measures every gradient that a state holds.</summary>
    public void Measure()
    {
        parts ??= new GradientSize[chunks.Count];
        var work = new Work(this);
        WorkerPool.For(chunks.Items, ref work);
        Array.Fill(sizes, GradientSize.Empty);
        // In their order, so that the sum does not depend on who was first.
        for (int place = 0; place < parts.Length; place++) sizes[chunks[place].Array] += parts[place];
    }

    /// <summary>The norm of all measured gradients together, without those that are left out now.</summary>
    public double Norm()
    {
        double sum = 0;
        for (int i = 0; i < sizes.Length; i++)
            if (states[i].Gradient is not null) sum += sizes[i].SumOfSquares;
        return Math.Sqrt(sum);
    }

    private void Run(int item)
    {
        ReadOnlySpan<ArrayChunk> own = chunks.Of(item, out int first);
        for (int i = 0; i < own.Length; i++)
        {
            Tensor? gradient = states[own[i].Array].Gradient;
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
