namespace Adjoint.Optim;

/// <summary>The rate times a factor for some steps, and then the rate itself. A constant rate altogether needs no schedule.</summary>
/// <param name="Factor">The factor, at least 0.</param>
/// <param name="TotalIters">For how many steps.</param>
public sealed record ConstantLR(double Factor = 1.0 / 3, long TotalIters = 5) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
        [Setting.NotNegative("factor", Factor), Setting.Number("steps", TotalIters, TotalIters >= 0, "at least 0")];

    /// <inheritdoc/>
    public override double At(long step, double rate) => step < TotalIters ? rate * Factor : rate;
}
