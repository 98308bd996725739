namespace Adjoint.Optim;

/// <summary>The steps of a group whose parameters are of several types, one after the other.</summary>
internal sealed class FusedGroupUpdate(GroupUpdate[] types) : GroupUpdate
{
    public override void Step(double rate, double scale, double limit, Action<StepTrace>? observer)
    {
        foreach (GroupUpdate type in types) type.Step(rate, scale, limit, observer);
    }
}
