namespace Adjoint.Data;

/// <summary>
/// Some samples of a dataset: one tensor of inputs and one of targets, or several of each by name. The first axis of each is
/// the sample.
/// </summary>
/// <example>
/// <code>
/// foreach ((Tensor x, Tensor y) in loader) loss = model.Call(x).CrossEntropy(y);
/// foreach (Batch batch in pairs) loss = Compare(batch["left"], batch["right"], batch.Targets);
/// </code>
/// </example>
public sealed class Batch
{
    /// <summary>Makes a batch of one input and one target, which are named so.</summary>
    /// <param name="inputs">[N, …].</param>
    /// <param name="targets">[N, …], in the same order.</param>
    /// <exception cref="ShapeException">The first sizes differ, or one is a number.</exception>
    public Batch(Tensor inputs, Tensor targets) : this([("input", inputs)], [("target", targets)]) { }

    /// <summary>Makes a batch of several inputs and targets.</summary>
    /// <param name="inputs">At least one: [N, …] each, by names that differ.</param>
    /// <param name="targets">Any number: [N, …] each, by names that differ from those of the inputs too.</param>
    /// <exception cref="ShapeException">The first sizes differ, or one is a number.</exception>
    /// <exception cref="AdjointException">There is no input, or a name occurs twice.</exception>
    public Batch(IEnumerable<(string Name, Tensor Values)> inputs, IEnumerable<(string Name, Tensor Values)> targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        (NamedInputs, NamedTargets) = ([.. inputs], [.. targets]);
        Count = SampleFields.Check("Batch", NamedInputs, NamedTargets);
    }

    /// <summary>Number of samples N.</summary>
    public int Count { get; }

    /// <summary>The input, or the first of several: [N, …].</summary>
    public Tensor Inputs => NamedInputs[0].Values;

    /// <summary>The target, or the first of several: [N, …], in the same order.</summary>
    /// <exception cref="AdjointException">The samples have no target.</exception>
    public Tensor Targets =>
        NamedTargets.Count > 0 ? NamedTargets[0].Values : throw new AdjointException("Batch: its samples have no target.");

    /// <summary>All inputs with their names, in order.</summary>
    public IReadOnlyList<(string Name, Tensor Values)> NamedInputs { get; }

    /// <summary>All targets with their names, in order.</summary>
    public IReadOnlyList<(string Name, Tensor Values)> NamedTargets { get; }

    /// <summary>The input or target of a name: [N, …].</summary>
    /// <param name="name">Its name.</param>
    /// <returns>[N, …].</returns>
    /// <exception cref="AdjointException">There is none of this name.</exception>
    public Tensor this[string name] => SampleFields.Find("Batch", name, NamedInputs, NamedTargets);

    /// <summary>Takes the batch apart.</summary>
    /// <param name="inputs">The input, or the first of several.</param>
    /// <param name="targets">The target, or the first of several.</param>
    /// <exception cref="AdjointException">The samples have no target.</exception>
    public void Deconstruct(out Tensor inputs, out Tensor targets) => (inputs, targets) = (Inputs, Targets);

    /// <summary>Names and shapes.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"Batch({SampleFields.Describe(NamedInputs)}; {SampleFields.Describe(NamedTargets)})";
}
