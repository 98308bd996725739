using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Training;

/// <summary>All schedules that can be asked for by name.</summary>
public static class ScheduleCatalogue
{
    /// <summary>The schedules, in the order of listings; the first is the default.</summary>
    public static IReadOnlyList<ScheduleEntry> All { get; } =
    [
        new("constant", _ => null),
        new("linear", steps => new LinearLR(1, 0, steps)),
        new("cosine", steps => new CosineAnnealingLR(steps)),
        new("restarts", steps => new CosineAnnealingWarmRestarts(Math.Max(1, steps / 7), 2)),
        new("step", steps => new StepLR(Math.Max(1, (steps + 2) / 3))),
        new("exponential", steps => new ExponentialLR(Math.Pow(0.01, 1.0 / steps))),
        new("polynomial", steps => new PolynomialLR(steps, 2)),
        new("one-cycle", steps => new OneCycleLR(steps)) { TakesWarmup = false },
        new("inverse-sqrt", steps => new InverseSqrtLR(Math.Max(1, steps / 10))),
    ];

    /// <summary>A schedule by name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The schedule; null if there is none.</returns>
    public static ScheduleEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);

    /// <summary>A schedule by name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="AdjointException">There is none; the message lists names that are near.</exception>
    public static ScheduleEntry Get(string name) => Find(name) ?? throw new AdjointException(
        $"There is no schedule \"{name}\". {NearestNames.Hint(name, All.Select(entry => entry.Name))}");
}
