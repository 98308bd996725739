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

    /// <summary>How many scalars a step has.</summary>
    internal virtual int ScalarCount => 0;

    /// <summary>
    /// Computes what a step needs apart from tensors and settings: the learning rate, bias corrections. It may also change
    /// the numbers that are kept of the parameter, so once for each step.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="scalars">Gets <see cref="ScalarCount"/> numbers.</param>
    internal virtual void Scalars(StepInfo step, Span<double> scalars) { }

    internal sealed override GroupUpdate Bind(ParameterState[] states) => Kernel().Bind(this, states);
}

/// <summary>What the scalars of a step depend on.</summary>
/// <param name="State">The parameter's state, this step counted.</param>
/// <param name="Rate">α of this step.</param>
internal readonly record struct StepInfo(ParameterState State, double Rate)
{
    /// <summary>t: the number of this step, from 1, for this parameter.</summary>
    public long Steps => State.Steps;

    /// <summary>1/(1 − βᵗ), which takes away the bias of an average that started at 0; 1 without correction.</summary>
    public double Unbias(double beta, bool corrected) => corrected ? 1 / (1 - Math.Pow(beta, Steps)) : 1;
}
