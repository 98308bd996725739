namespace Adjoint.Optim;

/// <summary>Several schedules at once: each starts from the rate that the one before gives.</summary>
/// <param name="Schedules">The schedules.</param>
public sealed record ChainedLR(params IReadOnlyList<Schedule> Schedules) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() => Schedules.SelectMany(schedule => schedule.Settings());

    /// <inheritdoc/>
    public override double At(long step, double rate)
    {
        foreach (Schedule schedule in Schedules) rate = schedule.At(step, rate);
        return rate;
    }
}
