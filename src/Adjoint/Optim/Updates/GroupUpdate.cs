namespace Adjoint.Optim;

/// <summary>Steps the parameters of one group by its rule.</summary>
internal abstract class GroupUpdate
{
    /// <summary>Changes every parameter whose state holds a gradient.</summary>
    /// <param name="rate">α of this step.</param>
    /// <param name="scale">What gradients are multiplied by as they are read.</param>
    /// <param name="limit">What their elements are then limited to, infinite for nothing.</param>
    /// <param name="observer">Receives a trace of each parameter's step; null for no traces.</param>
    public abstract void Step(double rate, double scale, double limit, Action<StepTrace>? observer);
}
