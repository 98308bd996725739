namespace Adjoint.Optim;

/// <summary>
/// What one step did to one parameter, seen from within the rule: the numbers are those that the kernel itself computed,
/// in the parameter's shape and type. A quantity that a rule does not have is null.
/// </summary>
public sealed class StepTrace
{
    internal const int Quantities = (int)StepQuantity.Value + 1;

    private readonly Tensor?[] seen = new Tensor?[Quantities];

    internal StepTrace(ParameterState state, double rate) =>
        (Index, Parameter, Step, LearningRate) = (state.Index, state.Parameter, state.Steps, rate);

    /// <summary>The parameter's place in <see cref="Optimizer.Parameters"/>.</summary>
    public int Index { get; }

    /// <summary>The parameter itself, changed by now.</summary>
    public Tensor Parameter { get; }

    /// <summary>t, the number of this step for this parameter, from 1.</summary>
    public long Step { get; }

    /// <summary>α of this step.</summary>
    public double LearningRate { get; }

    /// <summary>g as the rule got it: scaled, clipped, turned round to climb; before weight decay.</summary>
    public Tensor? Gradient => seen[(int)StepQuantity.Gradient];

    /// <summary>m: the average of gradients, or the velocity.</summary>
    public Tensor? M => seen[(int)StepQuantity.M];

    /// <summary>v: the average, sum or maximum of squares.</summary>
    public Tensor? V => seen[(int)StepQuantity.V];

    /// <summary>m̂: m without the bias of its start at 0, or what else stands for it in the numerator.</summary>
    public Tensor? MHat => seen[(int)StepQuantity.MHat];

    /// <summary>v̂: v without the bias of its start at 0, or what else is under the root.</summary>
    public Tensor? VHat => seen[(int)StepQuantity.VHat];

    /// <summary>What the numerator is divided by: √v̂ + ε for Adam.</summary>
    public Tensor? Denominator => seen[(int)StepQuantity.Denominator];

    /// <summary>What the gradients took off the parameter: θ before = θ after + update + decay.</summary>
    public Tensor? Update => seen[(int)StepQuantity.Update];

    /// <summary>
    /// What weight decay took off the parameter: αλθ where it is decoupled; where it is L2 regularisation, what is left of
    /// αλθ after the rule's division, θ taken to change slowly.
    /// </summary>
    public Tensor? Decay => seen[(int)StepQuantity.Decay];

    /// <summary>θ after the step.</summary>
    public Tensor? Value => seen[(int)StepQuantity.Value];

    /// <summary>Which parameter, and which of its steps.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"step {Step} of parameter {Index} {Parameter.Shape}, learning rate {LearningRate}");

    internal Tensor? this[StepQuantity quantity]
    {
        set => seen[(int)quantity] = value;
    }
}
