namespace Adjoint.Optim;

/// <summary>Down along half a cosine, and on along it. Loshchilov &amp; Hutter 2017 (arXiv 1608.03983), without restarts.</summary>
/// <remarks>
/// <code>least + (rate − least)·(1 + cos(π·step/steps))/2</code>
/// As in PyTorch the cosine goes on, up again; end with the steps, or use <see cref="WarmupCosineLR"/>, which stays down.
/// </remarks>
/// <param name="TMax">Half a period, at least 1.</param>
/// <param name="EtaMin">The rate at the bottom, at least 0.</param>
public sealed record CosineAnnealingLR(long TMax, double EtaMin = 0) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
        [Setting.Number("steps", TMax, TMax >= 1, "at least 1"), Setting.NotNegative("leastRate", EtaMin)];

    /// <inheritdoc/>
    public override double At(long step, double rate) => EtaMin + ((rate - EtaMin) * (1 + Math.Cos(Math.PI * step / TMax)) / 2);
}
