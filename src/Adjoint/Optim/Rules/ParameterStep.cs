namespace Adjoint.Optim;

/// <summary>One step of one parameter, as a <see cref="TensorRule"/> sees it.</summary>
public sealed class ParameterStep
{
    private readonly ParameterState state;
    private readonly StepTrace? trace;

    internal ParameterStep(ParameterState state, Tensor gradient, double rate, StepTrace? trace) =>
        (this.state, Gradient, Rate, this.trace) = (state, gradient, rate, trace);

    /// <summary>θ before the step.</summary>
    public Tensor Parameter => state.Parameter;

    /// <summary>g, scaled, clipped, and turned round to climb.</summary>
    public Tensor Gradient { get; }

    /// <summary>α of this step.</summary>
    public double Rate { get; }

    /// <summary>t, the number of this step for this parameter, from 1.</summary>
    public long Steps => state.Steps;

    /// <summary>One of the tensors that <see cref="UpdateRule.StateNames"/> names; change it in place.</summary>
    /// <param name="index">Its place among them.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="AdjointException">The rule said that this parameter does not use it.</exception>
    public Tensor State(int index) => state.Tensors[index]
        ?? throw new AdjointException($"State: nothing is kept of parameter {state.Index} under number {index}.");

    /// <summary>Which parameter, and which of its steps.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"step {Steps} of parameter {state.Index} {Parameter.Shape}, learning rate {Rate}");

    /// <summary>Passes the quantities that the rule has to <see cref="Optimizer.Observer"/>, if there is one.</summary>
    /// <param name="m">The average of gradients, or the velocity.</param>
    /// <param name="v">The average of squares.</param>
    /// <param name="mHat">m without bias.</param>
    /// <param name="vHat">v without bias.</param>
    /// <param name="denominator">What the numerator is divided by.</param>
    public void Show(Tensor? m = null, Tensor? v = null, Tensor? mHat = null, Tensor? vHat = null, Tensor? denominator = null)
    {
        if (trace is null) return;
        trace[StepQuantity.M] = m?.Clone();
        trace[StepQuantity.V] = v?.Clone();
        trace[StepQuantity.MHat] = mHat?.Clone();
        trace[StepQuantity.VHat] = vHat?.Clone();
        trace[StepQuantity.Denominator] = denominator?.Clone();
    }
}
