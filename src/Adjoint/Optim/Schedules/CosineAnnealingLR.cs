namespace Adjoint.Optim;

/// <summary>Down along half a cosine, and on along it. Loshchilov &amp; Hutter 2017 (arXiv 1608.03983), without restarts.</summary>
/// <remarks>
/// <code>least + (rate − least)·(1 + cos(π·step/steps))/2</code>
/// As in PyTorch the cosine goes on, up again; end with the steps, or use <see cref="WarmupCosineLR"/>, which stays down.
/// </remarks>
/// <param name="Steps">Half a period, at least 1.</param>
/// <param name="LeastRate">The rate at the bottom, at least 0.</param>
public sealed record CosineAnnealingLR(long Steps, double LeastRate = 0) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
        [Setting.Number("steps", Steps, Steps >= 1, "at least 1"), Setting.NotNegative("leastRate", LeastRate)];

    /// <inheritdoc/>
    public override double At(long step, double rate) => LeastRate + ((rate - LeastRate) * (1 + Math.Cos(Math.PI * step / Steps)) / 2);
}
