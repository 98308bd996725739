using Adjoint.Optim;

namespace Adjoint.Cli;

/// <summary>A schedule that can be asked for by name, fitted to so many steps.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Create">Makes it for a number of steps; null for a constant rate.</param>
internal sealed record ScheduleChoice(string Name, Func<long, Schedule?> Create)
{
    /// <summary>All there are; the first is the default.</summary>
    public static IReadOnlyList<ScheduleChoice> All { get; } =
    [
        new("constant", _ => null),
        new("linear", steps => new LinearLR(1, 0, steps)),
        new("cosine", steps => new CosineAnnealingLR(steps)),
        new("restarts", steps => new CosineAnnealingWarmRestartsLR(Math.Max(1, steps / 7), 2)),
        new("step", steps => new StepLR(Math.Max(1, (steps + 2) / 3))),
        new("exponential", steps => new ExponentialLR(Math.Pow(0.01, 1.0 / steps))),
        new("polynomial", steps => new PolynomialLR(steps, 2)),
        new("one-cycle", steps => new OneCycleLR(steps)),
        new("inverse-sqrt", steps => new InverseSqrtLR(Math.Max(1, steps / 10))),
    ];

    /// <summary>The schedule after a warm-up, fitted to the steps that are left; null for a constant rate.</summary>
    public Schedule? After(int warmup, long steps)
    {
        Schedule? then = Create(Math.Max(1, steps - warmup));
        return warmup > 0 ? new WarmupLR(warmup, then) : then;
    }
}
