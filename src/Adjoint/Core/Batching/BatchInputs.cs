namespace Adjoint.Core;

/// <summary>The inputs of an operation that is applied to every slice of a batch at once.</summary>
/// <remarks>At least one input is a batch. The slices of all batches have the shapes that the operation expects.</remarks>
public readonly ref struct BatchInputs
{
    private readonly ReadOnlySpan<Tensor> inputs;
    private readonly ReadOnlySpan<bool> batches;

    internal BatchInputs(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<bool> batches, int size)
    {
        this.inputs = inputs;
        this.batches = batches;
        Size = size;
    }

    /// <summary>Number of slices, at least 1.</summary>
    public int Size { get; }

    /// <summary>Number of inputs.</summary>
    public int Count => inputs.Length;

    /// <summary>An input: with the batch as its first axis if it is one.</summary>
    public Tensor this[int input] => inputs[input];

    /// <summary>Whether an input has a slice for each call, and not one value for all.</summary>
    public bool IsBatch(int input) => batches[input];

    /// <summary>An input with the batch as its first axis, broadcast if it has only one value for all slices.</summary>
    public Tensor Expanded(int input) =>
        batches[input] ? inputs[input] : Batching.Expand(inputs[input], Size);

    /// <summary>All inputs so.</summary>
    public Tensor[] Expanded()
    {
        var expanded = new Tensor[inputs.Length];
        for (int i = 0; i < expanded.Length; i++) expanded[i] = Expanded(i);
        return expanded;
    }
}
