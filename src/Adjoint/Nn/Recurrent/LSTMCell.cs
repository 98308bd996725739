namespace Adjoint.Nn;

/// <summary>One step of an <see cref="LSTM"/>.</summary>
/// <inheritdoc cref="RNNCell" path="/param[@name!='relu'] | /exception"/>
public sealed class LSTMCell(
    int inputSize, int hiddenSize, bool bias = true, Generator? generator = null, DType dtype = DType.Float32)
    : RecurrentCell(4, inputSize, hiddenSize, bias, generator, dtype)
{
    /// <summary>One step, from a state of both [N, hidden] or zeros, to the next state.</summary>
    public (Tensor Hidden, Tensor Cell) Call(Tensor x, (Tensor Hidden, Tensor Cell)? state) =>
        InScope(x, () => Step(Gates(x), OrZeros(state?.Hidden, x), OrZeros(state?.Cell, x), HiddenWeight, HiddenBias));

    internal static (Tensor Hidden, Tensor Cell) Step(Tensor x, Tensor h, Tensor c, Tensor weight, Tensor? bias)
    {
        Tensor[] gates = (x + h.Linear(weight, bias)).Split(c.Shape[^1], -1);
        c = (gates[1].Sigmoid() * c) + (gates[0].Sigmoid() * gates[2].Tanh());
        return (gates[3].Sigmoid() * c.Tanh(), c);
    }
}
