namespace Adjoint.Nn;

/// <summary>One step of a <see cref="GRU"/>.</summary>
/// <inheritdoc cref="RNNCell" path="/param[@name!='relu'] | /exception"/>
public sealed class GRUCell(
    int inputSize, int hiddenSize, bool bias = true, Generator? generator = null, DType dtype = DType.Float32)
    : RecurrentCell(3, inputSize, hiddenSize, bias, generator, dtype)
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Call(x, null);

    /// <summary>One step, from a state [N, hidden] or zeros, to the next state.</summary>
    public Tensor Call(Tensor x, Tensor? state) =>
        InScope(x, () => Step(Gates(x), OrZeros(state, x), HiddenWeight, HiddenBias));

    internal static Tensor Step(Tensor x, Tensor h, Tensor weight, Tensor? bias)
    {
        int hidden = h.Shape[^1];
        Tensor[] fromInput = x.Split(hidden, -1);
        Tensor[] fromState = h.Linear(weight, bias).Split(hidden, -1);
        Tensor reset = (fromInput[0] + fromState[0]).Sigmoid();
        Tensor update = (fromInput[1] + fromState[1]).Sigmoid();
        Tensor candidate = (fromInput[2] + (reset * fromState[2])).Tanh();
        return candidate + (update * (h - candidate));
    }
}
