namespace Adjoint.Optim;

/// <summary>Several schedules one after the other, each from its own beginning.</summary>
/// <param name="Schedules">The schedules.</param>
/// <param name="Milestones">At which steps all but the first begin: one fewer, in ascending order.</param>
public sealed record SequentialLR(IReadOnlyList<Schedule> Schedules, IReadOnlyList<long> Milestones) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings()
    {
        int needed = Schedules.Count - 1;
        yield return Setting.Number(
            "number of milestones", Milestones.Count, Milestones.Count == needed, $"{needed}, one fewer than schedules");
        for (int i = 0; i < Milestones.Count; i++)
        {
            long before = i == 0 ? 0 : Milestones[i - 1];
            yield return Setting.Number("milestone", Milestones[i], Milestones[i] > before, $"above {before}");
        }

        foreach (Setting setting in Schedules.SelectMany(schedule => schedule.Settings())) yield return setting;
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Details() =>
        Schedules.Select((schedule, i) => i == 0 ? $"{schedule}" : $"from {Milestones.ElementAtOrDefault(i - 1)} {schedule}");

    /// <inheritdoc/>
    public override double At(long step, double rate)
    {
        int i = Milestones.Count;
        while (i > 0 && Milestones[i - 1] > step) i--;
        return Schedules[i].At(i == 0 ? step : step - Milestones[i - 1], rate);
    }
}
