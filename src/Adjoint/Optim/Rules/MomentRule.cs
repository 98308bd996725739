namespace Adjoint.Optim;

/// <summary>A rule of Adam's kind: it keeps running averages of gradients and of their size.</summary>
/// <param name="LearningRate">α, at least 0: about the length of a step in each coordinate.</param>
/// <param name="Beta1">β₁, the share that the average of gradients keeps, 0 to below 1.</param>
/// <param name="Beta2">β₂, the share that the average of squares keeps, 0 to below 1.</param>
/// <param name="Epsilon">ε, at least 0, which keeps the divisor from 0.</param>
/// <param name="WeightDecay">λ, at least 0, added as λθ to the gradient unless the rule decouples it.</param>
public abstract record MomentRule(double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay)
    : FusedRule(LearningRate)
{
    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.Fraction("beta1", Beta1, x => this with { Beta1 = x }),
        Setting.Fraction("beta2", Beta2, x => this with { Beta2 = x }),
        Setting.NotNegative("epsilon", Epsilon, x => this with { Epsilon = x }),
        Setting.NotNegative("weightDecay", WeightDecay, x => this with { WeightDecay = x }),
    ];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string?> StateNames() => ["exp_avg", "exp_avg_sq"];

    internal override (double Coupled, double Shrink) Decay(double rate) => (WeightDecay, 1);
}
