namespace Adjoint.Optim;

/// <summary>Up along a straight line that begins with the first step, and then another schedule from its beginning.</summary>
/// <remarks>
/// <code>step &lt; warmup: rate · (step + 1)/warmup;  otherwise: then.At(step − warmup)</code>
/// Step 0 already moves, and step warmup − 1 has the full rate. Keeps Adam's first steps short, which are all sign.
/// </remarks>
/// <param name="Warmup">How many steps lead up, at least 0.</param>
/// <param name="Then">What follows; null for a constant rate.</param>
public sealed record WarmupLR(long Warmup, Schedule? Then = null) : Schedule
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
        [Setting.Number("warmup", Warmup, Warmup >= 0, "at least 0"), .. Then?.Settings() ?? []];

    /// <inheritdoc/>
    protected override IEnumerable<string> Details() =>
        [$"warmup = {Warmup}", .. Then is null ? Array.Empty<string>() : [$"then {Then}"]];

    /// <inheritdoc/>
    public override double At(long step, double rate) => step < Warmup ? rate * (step + 1) / Warmup : Then?.At(step - Warmup, rate) ?? rate;
}
