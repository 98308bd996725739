namespace Adjoint.Nn;

/// <summary>The common base of the cells of RNN, LSTM and GRU: one step of one layer.</summary>
public abstract partial class RecurrentCell : Module
{
    private readonly int inputs;

    /// <summary>Creates the cell, all parameters uniform over ±1/√hidden; gates are features computed for each hidden one.</summary>
    private protected RecurrentCell(int gates, int inputSize, int hiddenSize, bool bias, Generator? generator, DType dtype)
    {
        if (inputSize < 1 || hiddenSize < 1)
            throw new ShapeException($"{Kind}: {inputSize} inputs and {hiddenSize} hidden must be at least 1.");
        (this.inputs, Hidden) = (inputSize, hiddenSize);
        InputWeight = Init.UniformByFanIn([gates * hiddenSize, inputSize], hiddenSize, generator, dtype);
        HiddenWeight = Init.UniformByFanIn([gates * hiddenSize, hiddenSize], hiddenSize, generator, dtype);
        if (!bias) return;
        InputBias = Init.UniformByFanIn([gates * hiddenSize], hiddenSize, generator, dtype);
        HiddenBias = Init.UniformByFanIn([gates * hiddenSize], hiddenSize, generator, dtype);
    }

    /// <summary>Features of the hidden state.</summary>
    public int Hidden { get; }

    /// <summary>[gates·hidden, inputs].</summary>
    [Parameter("weight_ih")] public Tensor InputWeight { get => Current(field); }

    /// <summary>[gates·hidden, hidden].</summary>
    [Parameter("weight_hh")] public Tensor HiddenWeight { get => Current(field); }

    /// <summary>[gates·hidden], or null.</summary>
    [Parameter("bias_ih")] public Tensor? InputBias { get => Current(field); }

    /// <summary>[gates·hidden], or null.</summary>
    [Parameter("bias_hh")] public Tensor? HiddenBias { get => Current(field); }

    /// <summary>The projection of the input [N, inputs] or [inputs].</summary>
    private protected Tensor Gates(Tensor x)
    {
        if (x.Rank is not (1 or 2) || x.Shape[^1] != inputs)
            throw new ShapeException($"{Kind}: takes [N, {inputs}] or [{inputs}], not {x.Shape}.");
        return x.Linear(InputWeight, InputBias);
    }

    /// <summary>The state, or zeros [N, hidden].</summary>
    private protected Tensor OrZeros(Tensor? state, Tensor x) => state ?? Tensor.Zeros([.. x.Shape.Span[..^1], Hidden], x.DType);

    /// <inheritdoc/>
    protected override string Describe() => $"{inputs}, {Hidden}{(InputBias is null ? ", bias=False" : "")}";
}
