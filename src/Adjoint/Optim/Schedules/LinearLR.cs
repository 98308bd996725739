namespace Adjoint.Optim;

/// <summary>From one factor to another along a straight line, and then constant.</summary>
/// <remarks><code>rate · (start + (end − start)·min(step, steps)/steps)</code></remarks>
/// <param name="StartFactor">The factor of step 0, at least 0.</param>
/// <param name="EndFactor">The factor at the end, at least 0.</param>
/// <param name="TotalIters">How many steps it takes, at least 1.</param>
public sealed record LinearLR(double StartFactor = 1.0 / 3, double EndFactor = 1, long TotalIters = 5) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        Setting.NotNegative("startFactor", StartFactor),
        Setting.NotNegative("endFactor", EndFactor),
        Setting.Number("steps", TotalIters, TotalIters >= 1, "at least 1"),
    ];

    /// <inheritdoc/>
    public override double At(long step, double rate) =>
        rate * (StartFactor + ((EndFactor - StartFactor) * Math.Min(step, TotalIters) / TotalIters));
}
