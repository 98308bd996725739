namespace Adjoint.Data;

/// <summary>Samples that lie in memory: along the first axis of a tensor of inputs and one of targets.</summary>
public sealed class TensorDataset : IDataset
{
    private readonly Func<Tensor, Tensor>? prepare;

    /// <summary>Makes the dataset; the tensors are not copied.</summary>
    /// <param name="inputs">[N, …].</param>
    /// <param name="targets">[N, …].</param>
    /// <param name="prepare">
    /// What to do with the inputs of each batch, such as turning bytes into real numbers; kept as bytes, images take a quarter
    /// of the memory.
    /// </param>
    /// <exception cref="ShapeException">There are not as many targets as inputs.</exception>
    public TensorDataset(Tensor inputs, Tensor targets, Func<Tensor, Tensor>? prepare = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0])
            throw new ShapeException($"TensorDataset: inputs {inputs.Shape} and targets {targets.Shape} must have the same first size.");
        (Inputs, Targets, this.prepare) = (inputs, targets, prepare);
    }

    /// <summary>All inputs as they lie in memory: [N, …].</summary>
    public Tensor Inputs { get; }

    /// <summary>All targets: [N, …].</summary>
    public Tensor Targets { get; }

    /// <inheritdoc/>
    public int Count => Inputs.Shape[0];

    /// <inheritdoc/>
    public Batch Fetch(Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        Tensor inputs = Inputs.IndexSelect(0, indices);
        return new Batch(prepare is null ? inputs : prepare(inputs), Targets.IndexSelect(0, indices));
    }

    /// <summary>A dataset of some of the samples, copied.</summary>
    /// <param name="indices">Their numbers: int64 [N].</param>
    public TensorDataset Subset(Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new TensorDataset(Inputs.IndexSelect(0, indices), Targets.IndexSelect(0, indices), prepare);
    }

    /// <summary>Divides the samples in two, each class by the same share, at random. The targets must be class numbers [N].</summary>
    /// <param name="share">Share of the second part, within 0 to 1; of each class the nearest whole number is taken.</param>
    /// <param name="random">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="AdjointException">The share is out of range, or the targets are no class numbers.</exception>
    public (TensorDataset First, TensorDataset Second) SplitByClass(double share, Generator? random = null)
    {
        if (!(share is >= 0 and <= 1)) throw new AdjointException($"SplitByClass: a share of {share} is not within 0 to 1.");
        if (Targets.Rank != 1 || Targets.DType != DType.Int64)
            throw new AdjointException($"SplitByClass: takes class numbers int64 [N], not {Targets.DType.Name()} {Targets.Shape}.");
        long[] order = Tensor.Permutation(Count, random).ToArray<long>();
        ReadOnlySpan<long> classes = Targets.Contiguous().Span<long>();
        var sizes = new Dictionary<long, int>();
        foreach (long c in classes) sizes[c] = sizes.GetValueOrDefault(c) + 1;
        var left = sizes.ToDictionary(size => size.Key, size => (int)Math.Round(size.Value * share));
        var first = new List<long>();
        var second = new List<long>();
        foreach (long sample in order)
        {
            long c = classes[(int)sample];
            (left[c]-- > 0 ? second : first).Add(sample);
        }

        return (Subset(Tensor.From<long>(first.ToArray())), Subset(Tensor.From<long>(second.ToArray())));
    }
}
