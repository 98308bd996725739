namespace Adjoint.Nn;

/// <summary>
/// A recurrent network of gated units: reset and update gates r, z = σ(·), candidate n = tanh(W·x + b + r·(U·h + c)),
/// h ← (1 − z)·n + z·h. Cho et al. 2014 (arXiv 1406.1078).
/// </summary>
/// <inheritdoc cref="RNN" path="/param[@name!='relu'] | /exception"/>
public sealed class GRU(
    int inputSize, int hiddenSize, int numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0,
    bool bidirectional = false, Generator? generator = null, DType dtype = DType.Float32)
    : Recurrent(3, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, generator, dtype)
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
        [GRUCell.Step(x, state[0], weight, bias)];
}
