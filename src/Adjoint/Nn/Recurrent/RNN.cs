namespace Adjoint.Nn;

/// <summary>A recurrent network: h ← tanh(W·x + b + U·h + c). Elman 1990.</summary>
/// <param name="inputSize">Features in.</param>
/// <param name="hiddenSize">Features of the hidden state.</param>
/// <param name="numLayers">Number of layers.</param>
/// <param name="bias">Whether to add biases.</param>
/// <param name="batchFirst">Whether sequences are [N, time, features].</param>
/// <param name="dropout">Probability of an element to be dropped between layers, in training.</param>
/// <param name="bidirectional">Whether each layer runs over time in both directions.</param>
/// <param name="relu">Whether to use max(·, 0) instead of tanh.</param>
/// <param name="generator">Draws initial values and dropout; <see cref="Generator.Shared"/> if not given.</param>
/// <param name="dtype">float32 or float64.</param>
/// <exception cref="ShapeException">A size is below 1.</exception>
public sealed class RNN(
    int inputSize, int hiddenSize, int numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0,
    bool bidirectional = false, bool relu = false, Generator? generator = null, DType dtype = DType.Float32)
    : Recurrent(1, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, generator, dtype)
{
    /// <summary>Runs over a sequence from a given state, [layers·directions, N, hidden]; null for zeros.</summary>
    /// <returns>The outputs of the last layer, and the last state of each layer and direction.</returns>
    public (Tensor Output, Tensor Hidden) Call(Tensor x, Tensor? state)
    {
        (Tensor output, Tensor[] last) = Run(x, state is null ? null : [state]);
        return (output, last[0]);
    }

    /// <summary>Runs over packed sequences from a given state, [layers·directions, N, hidden]; null for zeros.</summary>
    /// <param name="x">The sequences.</param>
    /// <param name="state">The state, in the order in which the sequences were given.</param>
    /// <returns>The outputs of the last layer, packed alike, and the last state of each sequence.</returns>
    public (PackedSequence Output, Tensor Hidden) Call(PackedSequence x, Tensor? state = null)
    {
        (PackedSequence output, Tensor[] last) = Run(x, state is null ? null : [state]);
        return (output, last[0]);
    }

    private protected override Tensor[] Step(Tensor x, Tensor[] state, Tensor weight, Tensor? bias) =>
        [RNNCell.Step(x, state[0], weight, bias, relu)];
}
