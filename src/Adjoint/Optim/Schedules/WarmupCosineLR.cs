namespace Adjoint.Optim;

/// <summary>Warm-up along a straight line, then down along half a cosine, and constant after that.</summary>
/// <param name="Warmup">Steps up, at least 0.</param>
/// <param name="Steps">Steps altogether.</param>
/// <param name="LeastRate">The rate at the end, at least 0.</param>
public sealed record WarmupCosineLR(long Warmup, long Steps, double LeastRate = 0) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        Setting.Number("warmup", Warmup, Warmup >= 0, "at least 0"),
        Setting.Number("steps", Steps, Steps > Warmup, "above those of the warm-up"),
        Setting.NotNegative("leastRate", LeastRate),
    ];

    /// <inheritdoc/>
    public override double At(long step, double rate)
    {
        if (step < Warmup) return rate * (step + 1) / Warmup;
        double share = (double)(Math.Min(step, Steps) - Warmup) / (Steps - Warmup);
        return LeastRate + ((rate - LeastRate) * (1 + Math.Cos(Math.PI * share)) / 2);
    }
}
