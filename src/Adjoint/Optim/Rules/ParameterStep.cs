using Adjoint.Kernels;

namespace Adjoint.Optim;

/// <summary>One step of one parameter, as a <see cref="TensorRule"/> sees it.</summary>
public sealed class ParameterStep
{
    private readonly ParameterState state;
    private readonly StepTrace? trace;

    internal ParameterStep(ParameterState state, Tensor gradient, double rate, StepTrace? trace)
    {
        this.state = state;
        this.trace = trace;
        Gradient = gradient;
        Rate = rate;
    }

    /// <summary>θ before the step.</summary>
    public Tensor Parameter => state.Parameter;

    /// <summary>g, scaled, clipped, and turned round to climb.</summary>
    public Tensor Gradient { get; }

    /// <summary>α of this step.</summary>
    public double Rate { get; }

    /// <summary>t, the number of this step for this parameter, from 1.</summary>
    public long Steps => state.Steps;

    /// <summary>What is remembered in a place of <see cref="UpdateRule.MemoryNames"/>; change it in place.</summary>
    /// <exception cref="AdjointException">The rule said that this parameter does not use the place.</exception>
    public Tensor Memory(int place) => state.Memory[place]
        ?? throw new AdjointException($"Memory: nothing is remembered of parameter {state.Index} in place {place}.");

    /// <summary>Shows those who look (<see cref="Optimizer.Observer"/>) the quantities that the rule has.</summary>
    public void Show(
        Tensor? m = null, Tensor? v = null, Tensor? mHat = null, Tensor? vHat = null, Tensor? denominator = null)
    {
        if (trace is null) return;
        trace[StepQuantity.M] = m?.Clone();
        trace[StepQuantity.V] = v?.Clone();
        trace[StepQuantity.MHat] = mHat?.Clone();
        trace[StepQuantity.VHat] = vHat?.Clone();
        trace[StepQuantity.Denominator] = denominator?.Clone();
    }
}
