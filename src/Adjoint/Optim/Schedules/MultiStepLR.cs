namespace Adjoint.Optim;

/// <summary>Times a factor at each of some steps.</summary>
/// <remarks><code>rate · γ^(number of milestones ≤ step)</code></remarks>
/// <param name="Milestones">The steps, in any order; one that occurs twice counts twice.</param>
/// <param name="Gamma">γ, at least 0.</param>
public sealed record MultiStepLR(IReadOnlyList<long> Milestones, double Gamma = 0.1) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() => [Setting.NotNegative("gamma", Gamma)];

    /// <inheritdoc/>
    protected override IEnumerable<string> Details() => [$"milestones = [{string.Join(", ", Milestones)}]", .. base.Details()];

    /// <inheritdoc/>
    public override double At(long step, double rate)
    {
        int passed = 0;
        for (int i = 0; i < Milestones.Count; i++) passed += Milestones[i] <= step ? 1 : 0;
        return rate * Math.Pow(Gamma, passed);
    }
}
