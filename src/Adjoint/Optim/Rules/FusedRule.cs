using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary>
/// A rule that changes each element by itself, and so runs in one pass over a parameter, its gradient and what is
/// remembered of it, many small parameters in one dispatch. A step allocates nothing.
/// </summary>
/// <param name="LearningRate">α, at least 0: what a schedule starts from.</param>
public abstract record FusedRule(double LearningRate) : UpdateRule(LearningRate)
{
    /// <summary>The pass for a group, from the rule's kernel for each type and one step's coefficients.</summary>
    private protected static GroupUpdate Fuse<TSingle, TDouble>(
        ParameterState[] states, Func<StepInfo, TSingle> single, Func<StepInfo, TDouble> dual)
        where TSingle : struct, IUpdate<float>
        where TDouble : struct, IUpdate<double> => new FusedGroupUpdate<TSingle, TDouble>(states, single, dual);
}

/// <summary>What the coefficients of a rule depend on.</summary>
/// <param name="State">The parameter's state, this step counted.</param>
/// <param name="Rate">α of this step.</param>
internal readonly record struct StepInfo(ParameterState State, double Rate)
{
    /// <summary>t: the number of this step, from 1, for this parameter.</summary>
    public long Steps => State.Steps;

    /// <summary>1/(1 − βᵗ), which takes away the bias of an average that started at 0; 1 without correction.</summary>
    public double Unbias(double beta, bool corrected) => corrected ? 1 / (1 - Math.Pow(beta, Steps)) : 1;
}
