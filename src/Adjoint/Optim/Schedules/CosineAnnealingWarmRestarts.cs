namespace Adjoint.Optim;

/// <summary>Down along half a cosine again and again, each in more steps. Loshchilov &amp; Hutter 2017 (arXiv 1608.03983).</summary>
/// <remarks><code>least + (rate − least)·(1 + cos(π·τ/T))/2,  τ steps into a period of T, which grows by a factor</code></remarks>
/// <param name="T0">Steps of the first period, at least 1.</param>
/// <param name="TMult">How many times longer each period is than the one before, at least 1.</param>
/// <param name="EtaMin">The rate at the bottom, at least 0.</param>
public sealed record CosineAnnealingWarmRestarts(long T0, long TMult = 1, double EtaMin = 0) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        Setting.Number("firstPeriod", T0, T0 >= 1, "at least 1"),
        Setting.Number("growth", TMult, TMult >= 1, "at least 1"),
        Setting.NotNegative("leastRate", EtaMin),
    ];

    /// <inheritdoc/>
    public override double At(long step, double rate)
    {
        long into = step, period = T0;
        if (TMult == 1) into %= period;
        while (into >= period)
        {
            into -= period;
            period *= TMult;
        }

        return EtaMin + ((rate - EtaMin) * (1 + Math.Cos(Math.PI * into / period)) / 2);
    }
}
