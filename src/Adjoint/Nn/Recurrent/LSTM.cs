namespace Adjoint.Nn;

/// <summary>
/// A recurrent network with long short-term memory: gates i, f, o = σ(·), candidate g = tanh(·), c ← f·c + i·g,
/// h ← o·tanh(c). Hochreiter &amp; Schmidhuber 1997; the forget gate of Gers et al. 2000.
/// </summary>
/// <remarks>
/// A projection is the number of features to which the hidden state is projected after each step (Sak et al. 2014, arXiv 1402.1128),
/// fewer than it has; 0 for none.
/// </remarks>
/// <inheritdoc cref="RNN" path="/param[@name!='relu']"/>
/// <exception cref="ShapeException">A size is below 1, or a projection is not smaller than the hidden state.</exception>
public sealed class LSTM(
    int inputSize, int hiddenSize, int numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0,
    bool bidirectional = false, Generator? generator = null, DType dtype = DType.Float32, int projSize = 0)
    : Recurrent(4, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, generator, dtype, projSize)
{
    private protected override int StateCount => 2;

    /// <summary>Runs over a sequence from a given state, both [layers·directions, N, hidden]; null for zeros.</summary>
    /// <returns>The outputs of the last layer, and the last state of each layer and direction.</returns>
    public (Tensor Output, (Tensor Hidden, Tensor Cell) State) Call(Tensor x, (Tensor Hidden, Tensor Cell)? state)
    {
        (Tensor output, Tensor[] last) = Run(x, state is { } given ? [given.Hidden, given.Cell] : null);
        return (output, (last[0], last[1]));
    }

    /// <summary>Runs over packed sequences from a given state, both [layers·directions, N, hidden]; null for zeros.</summary>
    /// <param name="x">The sequences.</param>
    /// <param name="state">The state, in the order in which the sequences were given.</param>
    /// <returns>The outputs of the last layer, packed alike, and the last state of each sequence.</returns>
    public (PackedSequence Output, (Tensor Hidden, Tensor Cell) State) Call(
        PackedSequence x, (Tensor Hidden, Tensor Cell)? state = null)
    {
        (PackedSequence output, Tensor[] last) = Run(x, state is { } given ? [given.Hidden, given.Cell] : null);
        return (output, (last[0], last[1]));
    }

    private protected override Tensor[] Step(Tensor x, Tensor[] state, Tensor weight, Tensor? bias)
    {
        (Tensor h, Tensor c) = LSTMCell.Step(x, state[0], state[1], weight, bias);
        return [h, c];
    }
}
