namespace Adjoint.Optim;

/// <summary>Up to a peak and down to almost nothing. Smith &amp; Topin 2018 (arXiv 1708.07120).</summary>
/// <remarks>The optimizer's rate is the peak. As in PyTorch the first step's is peak/div, the last one's that over finalDiv.</remarks>
/// <param name="TotalSteps">How many steps there are, at least 1; later ones are like the last.</param>
/// <param name="PctStart">Share of the steps that lead up, within 0 to 1.</param>
/// <param name="Linear">Whether along straight lines instead of cosines.</param>
/// <param name="DivFactor">Peak over the first rate, above 0.</param>
/// <param name="FinalDivFactor">First over the last rate, above 0.</param>
/// <param name="ThreePhase">Whether to go down to the first rate as fast as up, and from there to the last.</param>
public sealed record OneCycleLR(
    long TotalSteps, double PctStart = 0.3, bool Linear = false, double DivFactor = 25, double FinalDivFactor = 1e4,
    bool ThreePhase = false) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        Setting.Number("steps", TotalSteps, TotalSteps >= 1, "at least 1"),
        Setting.Number("rise", PctStart, PctStart is >= 0 and <= 1, "within 0 to 1"),
        Setting.Number("div", DivFactor, DivFactor > 0, "above 0"),
        Setting.Number("finalDiv", FinalDivFactor, FinalDivFactor > 0, "above 0"),
    ];

    /// <inheritdoc/>
    public override double At(long step, double rate)
    {
        double first = rate / DivFactor, last = first / FinalDivFactor, top = (PctStart * TotalSteps) - 1;
        double at = Math.Min(step, TotalSteps - 1);
        if (at <= top && top > 0) return Between(first, rate, at / top);
        if (!ThreePhase) return Between(rate, last, (at - top) / (TotalSteps - 1 - top));
        double down = 2 * top;
        return at <= down
            ? Between(rate, first, (at - top) / (down - top))
            : Between(first, last, (at - down) / (TotalSteps - 1 - down));
    }

    private double Between(double from, double to, double share) =>
        Linear ? from + ((to - from) * share) : to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));
}
