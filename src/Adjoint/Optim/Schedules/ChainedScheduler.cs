namespace Adjoint.Optim;

/// <summary>Several schedules at once: each starts from the rate that the one before gives.</summary>
/// <param name="Schedules">The schedules.</param>
public sealed record ChainedScheduler(params IReadOnlyList<Schedule> Schedules) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() => Schedules.SelectMany(schedule => schedule.Settings());

    /// <inheritdoc/>
    protected override IEnumerable<string> Details() => Schedules.Select(schedule => schedule.ToString());

    /// <inheritdoc/>
    public override double At(long step, double rate)
    {
        for (int i = 0; i < Schedules.Count; i++) rate = Schedules[i].At(step, rate);
        return rate;
    }
}
