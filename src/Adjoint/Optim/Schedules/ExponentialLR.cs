namespace Adjoint.Optim;

/// <summary>Times a factor after every step.</summary>
/// <remarks><code>rate · γ^step</code></remarks>
/// <param name="Gamma">γ, at least 0.</param>
public sealed record ExponentialLR(double Gamma) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() => [Setting.NotNegative("gamma", Gamma)];

    /// <inheritdoc/>
    public override double At(long step, double rate) => rate * Math.Pow(Gamma, step);
}
