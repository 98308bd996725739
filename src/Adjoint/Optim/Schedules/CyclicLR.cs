namespace Adjoint.Optim;

/// <summary>Up and down along straight lines, again and again. Smith 2017 (arXiv 1506.01186).</summary>
/// <remarks>The optimizer's rate is the bottom.</remarks>
/// <param name="MaxLr">The rate at the top, at least 0.</param>
/// <param name="StepSizeUp">Steps up, at least 1.</param>
/// <param name="StepSizeDown">Steps down; null for as many as up.</param>
/// <param name="CycleFactor">What each cycle's height is multiplied by: ½ for PyTorch's <c>triangular2</c>.</param>
/// <param name="StepFactor">What each step's height is multiplied by: γ of PyTorch's <c>exp_range</c>.</param>
public sealed record CyclicLR(
    double MaxLr, long StepSizeUp = 2000, long? StepSizeDown = null, double CycleFactor = 1, double StepFactor = 1) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        Setting.NotNegative("maxRate", MaxLr),
        Setting.Number("up", StepSizeUp, StepSizeUp >= 1, "at least 1"),
        Setting.Number("down", StepSizeDown ?? StepSizeUp, StepSizeDown is null or >= 1, "at least 1"),
        Setting.NotNegative("cycleFactor", CycleFactor),
        Setting.NotNegative("stepFactor", StepFactor),
    ];

    /// <inheritdoc/>
    public override double At(long step, double rate)
    {
        double total = StepSizeUp + (StepSizeDown ?? StepSizeUp), ratio = StepSizeUp / total;
        double cycle = Math.Floor(1 + (step / total)), within = 1 + (step / total) - cycle;
        double height = within <= ratio ? within / ratio : (within - 1) / (ratio - 1);
        return rate + ((MaxLr - rate) * height * Math.Pow(CycleFactor, cycle - 1) * Math.Pow(StepFactor, step));
    }
}
