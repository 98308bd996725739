namespace Adjoint.Nn;

/// <summary>One step of an <see cref="RNN"/>: h ← tanh(W·x + b + U·h + c).</summary>
/// <param name="inputSize">Features in.</param>
/// <param name="hiddenSize">Features of the hidden state.</param>
/// <param name="bias">Whether to add biases.</param>
/// <param name="relu">Whether to use max(·, 0) instead of tanh.</param>
/// <param name="generator">Draws the initial values; <see cref="Generator.Shared"/> if not given.</param>
/// <param name="dtype">float32 or float64.</param>
/// <exception cref="ShapeException">A size is below 1.</exception>
public sealed class RNNCell(
    int inputSize, int hiddenSize, bool bias = true, bool relu = false, Generator? generator = null, DType dtype = DType.Float32)
    : RecurrentCell(1, inputSize, hiddenSize, bias, generator, dtype)
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Call(x, null);

    /// <summary>One step, from a state [N, hidden] or zeros, to the next state.</summary>
    public Tensor Call(Tensor x, Tensor? state) =>
        InScope(x, () => Step(Gates(x), OrZeros(state, x), HiddenWeight, HiddenBias, relu));

    internal static Tensor Step(Tensor x, Tensor h, Tensor weight, Tensor? bias, bool relu)
    {
        Tensor sum = x + h.Linear(weight, bias);
        return relu ? sum.Relu() : sum.Tanh();
    }

    /// <inheritdoc/>
    protected override string Describe() => base.Describe() + (relu ? ", nonlinearity=relu" : "");
}
