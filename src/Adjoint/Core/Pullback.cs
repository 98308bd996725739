namespace Adjoint.Core;

/// <summary>
/// What a rule of differentiation works on in reverse mode: one call, the gradients of its results, and a place for the
/// gradient of each input.
/// </summary>
public sealed class Pullback
{
    private Call? call;
    private Tensor?[] gradients = new Tensor?[2];
    private bool[] wanted = new bool[4];
    private Tensor?[] given = new Tensor?[4];

    /// <summary>The call.</summary>
    public Call Call => call!;

    /// <summary>Number of inputs.</summary>
    public int Inputs { get; private set; }

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
    public bool HasGradient(int result) => gradients[result] is not null;

    /// <summary>The gradient of a result.</summary>
    /// <param name="result">Number of the result.</param>
    /// <returns>Of the result's type and shape; zeros if none arrives.</returns>
    public Tensor Gradient(int result = 0) =>
        gradients[result] ?? Tensor.Zeros(Call.Specs[result].Shape, Call.Specs[result].DType);

    /// <summary>Whether the gradient of an input is asked for.</summary>
    /// <param name="input">Number of the input.</param>
    /// <returns>Whether to give it.</returns>
    public bool Wants(int input) => wanted[input];

    /// <summary>Gives the gradient of an input; what is given again is added. What is not given is zero.</summary>
    /// <param name="input">Number of the input; ignored if it is not wanted.</param>
    /// <param name="gradient">Of the input's type and shape; null for zero.</param>
    public void Give(int input, Tensor? gradient)
    {
        if (!wanted[input] || gradient is null) return;
        if (given[input] is null) given[input] = gradient;
        else AddTo(input, gradient);
    }

    private void AddTo(int input, Tensor gradient) => given[input] = given[input]! + gradient;

    /// <summary>Begins with a call, of which nothing is wanted yet.</summary>
    internal void Begin(Call pulled)
    {
        call = pulled;
        Inputs = pulled.InputCount;
        if (wanted.Length < Inputs) (wanted, given) = (new bool[2 * Inputs], new Tensor?[2 * Inputs]);
        int results = pulled.ResultCount;
        if (gradients.Length < results) gradients = new Tensor?[2 * results];
    }

    /// <summary>Forgets the last call, and everything of it if its rule failed.</summary>
    internal void End()
    {
        call = null;
        gradients.AsSpan().Clear();
        wanted.AsSpan().Clear();
        given.AsSpan().Clear();
    }

    /// <summary>Sets what arrives at a result.</summary>
    internal void Arrive(int result, Tensor? gradient) => gradients[result] = gradient;

    /// <summary>Takes back what arrived at a result; null for zero.</summary>
    internal Tensor? TakeArrived(int result)
    {
        Tensor? gradient = gradients[result];
        gradients[result] = null;
        return gradient;
    }

    /// <summary>Asks for the gradient of an input.</summary>
    internal void Want(int input) => wanted[input] = true;

    /// <summary>Takes what the rule gave, which is no longer wanted then.</summary>
    internal Tensor? TakeGiven(int input)
    {
        wanted[input] = false;
        Tensor? gradient = given[input];
        given[input] = null;
        return gradient;
    }

    /// <summary>What the rules gave, for who keeps more than one.</summary>
    internal ReadOnlySpan<Tensor?> AllGiven => given.AsSpan(0, Inputs);

    /// <summary>Applies the rule of a call once, and gives what arrives at its inputs; null for zero and for what is not wanted.</summary>
    /// <param name="call">The call.</param>
    /// <param name="gradients">The gradient of each result; null for zero.</param>
    /// <param name="wants">Which inputs are wanted.</param>
    internal static Tensor?[] Through(Call call, ReadOnlySpan<Tensor?> gradients, Func<int, bool> wants)
    {
        var p = new Pullback();
        p.Begin(call);
        for (int i = 0; i < gradients.Length; i++) p.Arrive(i, gradients[i]);
        for (int i = 0; i < p.Inputs; i++)
            if (wants(i)) p.Want(i);
        call.Op.Pull(p);
        return p.given[..p.Inputs];
    }
}
