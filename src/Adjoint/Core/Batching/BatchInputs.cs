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
    /// <param name="input">Number of the input, from 0.</param>
    /// <returns>The input, as the operation got it.</returns>
    public Tensor this[int input] => inputs[input];

    /// <summary>Whether an input has a slice for each call, and not one value for all.</summary>
    /// <param name="input">Number of the input, from 0.</param>
    /// <returns>False for an input that all slices share.</returns>
    public bool IsBatch(int input) => batches[input];

    /// <summary>An input with the batch as its first axis, broadcast if it has only one value for all slices.</summary>
    /// <param name="input">Number of the input, from 0.</param>
    /// <returns>[batch, …].</returns>
    public Tensor Expanded(int input) =>
        batches[input] ? inputs[input] : Batching.Expand(inputs[input], Size);

    /// <summary>All inputs so.</summary>
    /// <returns>Each [batch, …], in their order.</returns>
    public Tensor[] Expanded()
    {
        var expanded = new Tensor[inputs.Length];
        for (int i = 0; i < expanded.Length; i++) expanded[i] = Expanded(i);
        return expanded;
    }
}
