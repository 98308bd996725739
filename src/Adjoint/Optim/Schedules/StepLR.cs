namespace Adjoint.Optim;

/// <summary>Times a factor after every so many steps.</summary>
/// <remarks><code>rate · γ^⌊step/every⌋</code></remarks>
/// <param name="StepSize">How many steps are taken at one rate, at least 1.</param>
/// <param name="Gamma">γ, at least 0.</param>
public sealed record StepLR(long StepSize, double Gamma = 0.1) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
        [Setting.Number("every", StepSize, StepSize >= 1, "at least 1"), Setting.NotNegative("gamma", Gamma)];

    /// <inheritdoc/>
    public override double At(long step, double rate) => rate * Math.Pow(Gamma, step / StepSize);
}
