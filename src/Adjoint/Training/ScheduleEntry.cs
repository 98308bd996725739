using Adjoint.Optim;

namespace Adjoint.Training;

/// <summary>A schedule of the learning rate by name, which is fitted to the length of a training.</summary>
/// <param name="Name">The name.</param>
/// <param name="Create">Makes it for a number of steps, at least 1; null for a constant rate.</param>
public sealed record ScheduleEntry(string Name, Func<long, Schedule?> Create)
{
    /// <summary>Whether the rate stays as it is.</summary>
    public bool IsConstant => Create(1) is null;

    /// <summary>Whether a warm-up may go before it; false where its own stands in the place of one.</summary>
    public bool TakesWarmup { get; init; } = true;

    /// <summary>The schedule after a warm-up, fitted to the steps that are left.</summary>
    /// <param name="warmup">Steps over which the rate rises to its full, at least 0.</param>
    /// <param name="steps">Steps of the whole training.</param>
    /// <returns>The schedule; null for a constant rate.</returns>
    public Schedule? After(int warmup, long steps)
    {
        Schedule? then = Create(Math.Max(1, steps - warmup));
        return warmup > 0 ? new WarmupLR(warmup, then) : then;
    }

    /// <summary>The name.</summary>
    /// <inheritdoc/>
    public override string ToString() => Name;
}
