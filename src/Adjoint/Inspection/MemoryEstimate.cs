using Adjoint.Graphs;
using Adjoint.Memory;

namespace Adjoint.Inspection;

/// <summary>
/// What a model needs of memory, in bytes. Peaks are those of the resident memory of a process that builds the model and runs
/// it (VmHWM on Linux), found without running it: a recorded pass says in which order large tensors come and go, and a
/// replay of the pool what it holds then.
/// </summary>
/// <remarks>
/// A peak is the sum of <see cref="Process"/>, <see cref="Parameters"/>, the input, what the pool comes to hold for
/// activations, gradients and the optimizer's memory, and <see cref="InferenceScratch"/> or <see cref="TrainingScratch"/>. It
/// holds for modules of this library; what others take for themselves waits for the collector.
/// </remarks>
public sealed class MemoryEstimate
{
    /// <summary>
    /// What a process has resident besides tensors and scratch memory: the runtime, compiled code, stacks, small objects. With .NET 10 on
    /// Linux x64 that was 28 MB at the start and 41 after one pass of a net of five layers; the peaks of deep networks leave about 50 for
    /// it in inference and 65 to 80 in training, and this is chosen between them. Compiled ahead of time it is less.
    /// </summary>
    public const long Process = 55_000_000;

    private readonly IReadOnlyList<MemoryEvent> training;
    private readonly long[] trained;
    private readonly long start;

    internal MemoryEstimate(
        long parameters, long activations, long input, IEnumerable<long> trained, Recording inference, Recording? training)
    {
        (Parameters, Activations) = (parameters, activations);
        this.trained = [.. trained];
        this.training = training?.Memory ?? [];
        start = Process + parameters + input;
        InferenceScratch = Scratch(inference);
        TrainingScratch = training is null ? InferenceScratch : Scratch(training);
        PeakInference = start + InferenceScratch + Replayed(inference.Memory);
    }

    /// <summary>Parameters and buffers.</summary>
    public long Parameters { get; }

    /// <summary>All tensors that a forward pass makes; views of others are not counted.</summary>
    public long Activations { get; }

    /// <summary>The kernels' own memory in a forward pass: packed panels, padded images, transforms.</summary>
    public long InferenceScratch { get; }

    /// <summary>The kernels' own memory in a training step.</summary>
    public long TrainingScratch { get; }

    /// <summary>The peak of a process that runs the model without recording, in evaluation mode.</summary>
    public long PeakInference { get; }

    /// <summary>The peak of a process that trains the model: forward and backward passes and steps of an optimizer.</summary>
    /// <param name="moments">How many numbers the optimizer keeps for each parameter: 0 for plain SGD, 1 with momentum, 2 for Adam.</param>
    /// <returns>Bytes.</returns>
    public long PeakTraining(int moments)
    {
        const int steps = 3;
        var pool = new PoolReplay();
        for (int step = 0; step < steps; step++)
        {
            pool.Run(training);
            // At the first step the optimizer makes its memory, while the gradients are there.
            for (int i = 0; step == 0 && i < trained.Length * moments; i++)
                if (trained[i % trained.Length] >= Storage.PooledThreshold) pool.Take(new object(), trained[i % trained.Length]);
            pool.End(training);
        }

        return start + TrainingScratch + pool.Resident;
    }

    /// <summary>The two peaks, in megabytes.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"inference {PeakInference / 1e6:F0} MB, training {PeakTraining(0) / 1e6:F0} MB (SGD) to {PeakTraining(2) / 1e6:F0} MB (Adam)");

    private static long Replayed(IReadOnlyList<MemoryEvent> events)
    {
        var pool = new PoolReplay();
        pool.Run(events);
        pool.End(events);
        pool.Run(events);
        return pool.Resident;
    }

    private static long Scratch(Recording recording)
    {
        var sizes = new Kernels.ScratchSizes();
        foreach ((Call call, _) in recording.Calls) HalfPrecision.Bind(call.Op, call.InputSpecs()).AddScratch(ref sizes);
        return sizes.Total;
    }
}
