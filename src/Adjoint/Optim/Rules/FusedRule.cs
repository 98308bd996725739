namespace Adjoint.Optim;

/// <summary>
/// A rule that changes each element by itself, and so runs in one pass over a parameter, its gradient and its state, many
/// small parameters in one dispatch. A step allocates nothing.
/// </summary>
/// <param name="LearningRate">α, at least 0: what a schedule starts from.</param>
public abstract record FusedRule(double LearningRate) : UpdateRule(LearningRate)
{
    /// <summary>The kernel for each type of parameter, made from the settings and a step's scalars.</summary>
    internal abstract FusedKernel Kernel();

    /// <summary>
    /// Computes what a step needs apart from tensors and settings: the learning rate, bias corrections. It may also change
    /// the numbers that are kept of the parameter, so once for each step.
    /// </summary>
    internal virtual StepScalars Scalars(StepInfo step) => new(step.Rate);

    /// <summary>Weight decay in a step of some α: λ of what joins the gradient, and what θ itself is multiplied by.</summary>
    internal virtual (double Coupled, double Shrink) Decay(double rate) => (0, 1);

    internal sealed override GroupUpdate Bind(ParameterState[] states) => Kernel().Bind(states);
}

/// <summary>What the scalars of a step depend on: the parameter's state, this step counted, and the step's α.</summary>
internal readonly record struct StepInfo(ParameterState State, double Rate)
{
    /// <summary>t: the number of this step, from 1, for this parameter.</summary>
    public long Steps => State.Steps;

    /// <summary>1/(1 − βᵗ), which takes away the bias of an average that started at 0; 1 without correction.</summary>
    public double Unbias(double beta, bool corrected = true) => corrected ? 1 / (1 - Math.Pow(beta, Steps)) : 1;
}

/// <summary>What a step needs apart from tensors and settings: α, and numbers of the rule's own, such as bias corrections.</summary>
internal readonly record struct StepScalars(double Rate, double First = 0, double Second = 0, double Third = 0)
{
    /// <summary>How many numbers these are.</summary>
    public const int Count = 4;

    /// <summary>Takes them from where <see cref="Write"/> put them.</summary>
    public static StepScalars Read(ReadOnlySpan<double> from) => new(from[0], from[1], from[2], from[3]);

    /// <summary>Puts them one after the other.</summary>
    public void Write(Span<double> to) => (to[0], to[1], to[2], to[3]) = (Rate, First, Second, Third);
}
