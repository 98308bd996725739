namespace Adjoint.Optim;

/// <summary>Steps the parameters of one group by its rule.</summary>
internal abstract class GroupUpdate
{
    /// <summary>
    /// Changes every parameter whose state holds a gradient. Gradients are multiplied by the scale as they are read, and their
    /// elements then limited to ±limit; the observer, if there is one, gets a trace of each parameter's step.
    /// </summary>
    public abstract void Step(double rate, double scale, double limit, Action<StepTrace>? observer);
}
