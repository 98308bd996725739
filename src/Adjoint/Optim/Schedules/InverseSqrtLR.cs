namespace Adjoint.Optim;

/// <summary>
/// Up along a straight line, and then down with the root of the step, as transformers were first trained. Vaswani et al. 2017
/// (arXiv 1706.03762), with the peak as the rate.
/// </summary>
/// <remarks><code>rate · min((step + 1)/warmup, √(warmup/(step + 1)))</code></remarks>
/// <param name="Warmup">How many steps lead up to the peak, at least 1.</param>
public sealed record InverseSqrtLR(long Warmup) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() => [Setting.Number("warmup", Warmup, Warmup >= 1, "at least 1")];

    /// <inheritdoc/>
    public override double At(long step, double rate)
    {
        double progress = (step + 1.0) / Warmup;
        return rate * Math.Min(progress, 1 / Math.Sqrt(progress));
    }
}
