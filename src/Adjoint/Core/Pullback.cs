namespace Adjoint.Core;

/// <summary>
/// What a rule of differentiation works on in reverse mode: one call, the gradients of its results, and who takes the
/// gradient of each input.
/// </summary>
public abstract class Pullback
{
    private Call? call;
    private Tensor? gradient; // of the first result
    private Tensor?[]? further; // of the others; null where nothing arrives there

    private protected Pullback() { }

    /// <summary>The call.</summary>
    public Call Call => call!;

    /// <summary>Whose derivative it is.</summary>
    public override string ToString() => $"pullback of {Call.Op.Name}";

    /// <summary>Number of inputs.</summary>
    public int Inputs => Call.InputCount;

    /// <summary>An input of the call.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>The input; symbolic if the operation does not keep it.</returns>
    public Tensor Input(int number) => Call[number];

    /// <summary>A result of the call.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>The result; symbolic if the operation does not keep it.</returns>
    public Tensor Output(int number = 0) => Call.Result(number);

    /// <summary>Whether a gradient arrives at a result; if not, it is zero.</summary>
    /// <param name="result">Number of the result.</param>
    /// <returns>Whether there is one.</returns>
    public bool HasGradient(int result) => Arrived(result) is not null;

    /// <summary>The gradient of a result.</summary>
    /// <param name="result">Number of the result.</param>
    /// <returns>Of the result's type and shape; zeros if none arrives.</returns>
    public Tensor Gradient(int result = 0) => Arrived(result) ?? Tensor.Zeros(Call.Specs[result].Shape, Call.Specs[result].DType);

    /// <summary>Whether the gradient of an input is asked for.</summary>
    /// <param name="input">Number of the input.</param>
    /// <returns>Whether to give it.</returns>
    public abstract bool Wants(int input);

    /// <summary>Gives the gradient of an input, or zeros, so that what a function is flat in gets a gradient too, as in PyTorch.</summary>
    internal void GiveOrZero(int input, Tensor? gradient) =>
        Give(input, gradient ?? Tensor.Zeros(Shape.Scalar, Call[input].DType).Expand(Call[input].Shape));

    /// <summary>Gives the gradient of an input; what is given again is added. What is not given is zero.</summary>
    /// <param name="input">Number of the input; ignored if it is not wanted.</param>
    /// <param name="gradient">Of the input's type and shape; null for zero.</param>
    public void Give(int input, Tensor? gradient)
    {
        if (gradient is not null) Take(input, gradient);
    }

    /// <summary>Applies the rule of a call once, and gives what arrives at its inputs; null for zero and for what is not wanted.</summary>
    /// <param name="call">The call.</param>
    /// <param name="gradients">The gradient of each result; null for zero.</param>
    /// <param name="wants">Which inputs are wanted.</param>
    internal static Tensor?[] Through(Call call, ReadOnlySpan<Tensor?> gradients, Func<int, bool> wants)
    {
        var p = new Single(call.InputCount, wants);
        p.Begin(call, gradients[0], gradients.Length > 1 ? gradients[1..].ToArray() : null);
        call.Op.Pull(p);
        return p.Given;
    }

    /// <summary>Begins with a call.</summary>
    /// <param name="pulled">The call.</param>
    /// <param name="first">The gradient of its first result; null for zero.</param>
    /// <param name="others">Those of the others; null where all are zero.</param>
    private protected void Begin(Call pulled, Tensor? first, Tensor?[]? others) => (call, gradient, further) = (pulled, first, others);

    /// <summary>Takes the gradient of an input, if that is wanted.</summary>
    private protected abstract void Take(int input, Tensor gradient);

    private Tensor? Arrived(int result) => result == 0 ? gradient : further?[result - 1];

    /// <summary>A rule applied by itself.</summary>
    private sealed class Single(int inputs, Func<int, bool> wants) : Pullback
    {
        public Tensor?[] Given { get; } = new Tensor?[inputs];

        public override bool Wants(int input) => wants(input);

        private protected override void Take(int input, Tensor gradient)
        {
            if (wants(input)) Given[input] = Given[input] is { } before ? before + gradient : gradient;
        }
    }
}
