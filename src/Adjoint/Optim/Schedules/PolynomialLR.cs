namespace Adjoint.Optim;

/// <summary>Down to 0 by a power of the steps that are left.</summary>
/// <remarks><code>rate · (1 − min(step, steps)/steps)^power</code></remarks>
/// <param name="TotalIters">After how many steps it is 0, at least 1.</param>
/// <param name="Power">The power, at least 0: 1 for a straight line.</param>
public sealed record PolynomialLR(long TotalIters, double Power = 1) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
        [Setting.Number("steps", TotalIters, TotalIters >= 1, "at least 1"), Setting.NotNegative("power", Power)];

    /// <inheritdoc/>
    public override double At(long step, double rate) => rate * Math.Pow(1 - ((double)Math.Min(step, TotalIters) / TotalIters), Power);
}
