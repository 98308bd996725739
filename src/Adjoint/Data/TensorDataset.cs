namespace Adjoint.Data;

/// <summary>
/// Samples that lie in memory: along the first axis of a tensor of inputs and one of targets, or of several of each by name.
/// </summary>
public sealed class TensorDataset : IDataset
{
    private readonly Func<Tensor, Tensor>? prepare;

    /// <summary>Makes a dataset of one input and one target; the tensors are not copied.</summary>
    /// <param name="inputs">[N, …].</param>
    /// <param name="targets">[N, …].</param>
    /// <param name="prepare">
    /// What to do with the inputs of each batch, such as turning bytes into real numbers; kept as bytes, images take a quarter
    /// of the memory.
    /// </param>
    /// <exception cref="ShapeException">There are not as many targets as inputs.</exception>
    public TensorDataset(Tensor inputs, Tensor targets, Func<Tensor, Tensor>? prepare = null)
        : this([("input", inputs)], [("target", targets)], prepare) { }

    /// <summary>Makes a dataset of several inputs and targets; the tensors are not copied.</summary>
    /// <param name="inputs">At least one: [N, …] each, by names that differ.</param>
    /// <param name="targets">Any number: [N, …] each, by names that differ from those of the inputs too.</param>
    /// <exception cref="ShapeException">The first sizes differ, or one is a number.</exception>
    /// <exception cref="AdjointException">There is no input, or a name occurs twice.</exception>
    public TensorDataset(IEnumerable<(string Name, Tensor Values)> inputs, IEnumerable<(string Name, Tensor Values)> targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        (NamedInputs, NamedTargets) = ([.. inputs], [.. targets]);
        Count = SampleFields.Check("TensorDataset", NamedInputs, NamedTargets);
    }

    private TensorDataset(
        IEnumerable<(string Name, Tensor Values)> inputs, IEnumerable<(string Name, Tensor Values)> targets, Func<Tensor, Tensor>? prepare)
        : this(inputs, targets) => this.prepare = prepare;

    /// <summary>The input of all samples, or the first of several, as it lies in memory: [N, …].</summary>
    public Tensor Inputs => NamedInputs[0].Values;

    /// <summary>The target of all samples, or the first of several: [N, …].</summary>
    /// <exception cref="AdjointException">The samples have no target.</exception>
    public Tensor Targets =>
        NamedTargets.Count > 0 ? NamedTargets[0].Values : throw new AdjointException("TensorDataset: its samples have no target.");

    /// <summary>All inputs with their names, in order.</summary>
    public IReadOnlyList<(string Name, Tensor Values)> NamedInputs { get; }

    /// <summary>All targets with their names, in order.</summary>
    public IReadOnlyList<(string Name, Tensor Values)> NamedTargets { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>The input or target of a name, of all samples: [N, …].</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="AdjointException">There is none of this name.</exception>
    public Tensor this[string name] => SampleFields.Find("TensorDataset", name, NamedInputs, NamedTargets);

    /// <inheritdoc/>
    public Batch Fetch(Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new Batch(
            SampleFields.Map(NamedInputs, field => Prepared(field.IndexSelect(0, indices))),
            SampleFields.Map(NamedTargets, field => field.IndexSelect(0, indices)));
    }

    /// <summary>Number of samples, names, types and shapes.</summary>
    public override string ToString() =>
        $"TensorDataset({SampleFields.Describe(NamedInputs)}; {SampleFields.Describe(NamedTargets)})";

    /// <summary>A dataset of some of the samples, copied.</summary>
    /// <param name="indices">Their numbers: int64 [N].</param>
    public TensorDataset Subset(Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new TensorDataset(
            SampleFields.Map(NamedInputs, field => field.IndexSelect(0, indices)),
            SampleFields.Map(NamedTargets, field => field.IndexSelect(0, indices)), prepare);
    }

    /// <summary>Divides the samples in two, each class by the same share, at random. The targets must be class numbers [N].</summary>
    /// <param name="share">Share of the second part, within 0 to 1; of each class the nearest whole number is taken.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="AdjointException">The share is out of range, or the targets are no class numbers.</exception>
    public (TensorDataset First, TensorDataset Second) SplitByClass(double share, Generator? generator = null)
    {
        if (!(share is >= 0 and <= 1)) throw new AdjointException($"SplitByClass: a share of {share} is not within 0 to 1.");
        if (Targets.Rank != 1 || Targets.DType != DType.Int64)
            throw new AdjointException($"SplitByClass: takes class numbers int64 [N], not {Targets.DType.Name()} {Targets.Shape}.");
        long[] order = Tensor.RandPerm(Count, generator).ToArray<long>();
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

    private Tensor Prepared(Tensor inputs) => prepare is null ? inputs : prepare(inputs);
}
