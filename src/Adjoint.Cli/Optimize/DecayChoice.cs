using Adjoint.Optim;

namespace Adjoint.Cli;

/// <summary>Gives a rule weight decay of a kind.</summary>
internal static class DecayChoice
{
    /// <summary>The rule with λθ joined to the gradient; null if it has no such decay.</summary>
    public static UpdateRule? L2(UpdateRule rule, double lambda) => rule switch
    {
        SgdRule sgd => sgd with { WeightDecay = lambda, DecoupledDecay = false },
        AdamWRule w => new AdamRule(w.LearningRate, w.Beta1, w.Beta2, w.Epsilon, lambda, w.Amsgrad, w.BiasCorrection) { Maximize = w.Maximize },
        LionRule or LambRule or AdafactorRule or MuonRule => null,
        _ => rule.With("weightDecay", lambda),
    };

    /// <summary>The rule with αλθ taken off the parameter itself; null if it has no such decay.</summary>
    public static UpdateRule? Decoupled(UpdateRule rule, double lambda) => rule switch
    {
        SgdRule sgd => sgd with { WeightDecay = lambda, DecoupledDecay = true },
        AdamRule a => new AdamWRule(a.LearningRate, a.Beta1, a.Beta2, a.Epsilon, lambda, a.Amsgrad, a.BiasCorrection) { Maximize = a.Maximize },
        AdamWRule or LionRule or LambRule or AdafactorRule or MuonRule => rule.With("weightDecay", lambda),
        _ => null,
    };
}
