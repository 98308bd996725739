using Adjoint.Optim;

namespace Adjoint.Tests.Optim;

/// <summary>The optimizers' own constructors: PyTorch's words for the settings of their rules.</summary>
public sealed class OptimizerConstructorTests
{
    private static Tensor[] P => [Tensor.Zeros([2, 2]).WithGrad()];

    public static TheoryData<Optimizer, UpdateRule> Defaults => new()
    {
        { new SGD(P), new SGDRule() }, { new Adam(P), new AdamRule() }, { new AdamW(P), new AdamWRule() },
        { new Adadelta(P), new AdadeltaRule() }, { new Adafactor(P), new AdafactorRule() }, { new Adagrad(P), new AdagradRule() },
        { new Adamax(P), new AdamaxRule() }, { new NAdam(P), new NAdamRule() }, { new RAdam(P), new RAdamRule() },
        { new RMSprop(P), new RMSpropRule() }, { new Rprop(P), new RpropRule() }, { new Lion(P), new LionRule() },
        { new Lamb(P), new LambRule() }, { new Lars(P), new LarsRule() }, { new LBFGS(P), new LBFGSRule() },
        { new Muon(P), new MuonRule() }, { new ASGD(P), new ASGDRule() },
    };

    public static TheoryData<Optimizer, UpdateRule> Given => new()
    {
        { new SGD(P, lr: 2, momentum: 0.1, dampening: 0.2, weightDecay: 0.3), new SGDRule(2, 0.1, 0.2, 0.3) },
        { new SGD(P, 2, momentum: 0.1, nesterov: true), new SGDRule(2, 0.1, Nesterov: true) },
        { new Adam(P, lr: 2, betas: (0.1, 0.2), eps: 0.3, weightDecay: 0.4, amsgrad: true), new AdamRule(2, 0.1, 0.2, 0.3, 0.4, true) },
        { new AdamW(P, lr: 2, betas: (0.1, 0.2), eps: 0.3, weightDecay: 0.4, amsgrad: true), new AdamWRule(2, 0.1, 0.2, 0.3, 0.4, true) },
        { new Adadelta(P, lr: 2, rho: 0.1, eps: 0.2, weightDecay: 0.3), new AdadeltaRule(2, 0.1, 0.2, 0.3) },
        { new Adafactor(P, 2, beta2Decay: -0.1, eps: (0.2, 0.3), d: 4, weightDecay: 0.5), new AdafactorRule(2, -0.1, 0.2, 0.3, 4, 0.5) },
        {
            new Adagrad(P, 2, lrDecay: 0.1, weightDecay: 0.2, initialAccumulatorValue: 0.3, eps: 0.4),
            new AdagradRule(2, 0.1, 0.2, 0.3, 0.4)
        },
        { new Adamax(P, 2, betas: (0.1, 0.2), eps: 0.3, weightDecay: 0.4), new AdamaxRule(2, 0.1, 0.2, 0.3, 0.4) },
        { new NAdam(P, 2, (0.1, 0.2), 0.3, 0.4, momentumDecay: 0.5), new NAdamRule(2, 0.1, 0.2, 0.3, 0.4, 0.5) },
        { new RAdam(P, 2, betas: (0.1, 0.2), eps: 0.3, weightDecay: 0.4), new RAdamRule(2, 0.1, 0.2, 0.3, 0.4) },
        {
            new RMSprop(P, 2, alpha: 0.1, eps: 0.2, weightDecay: 0.3, momentum: 0.4, centered: true),
            new RMSpropRule(2, 0.1, 0.2, 0.4, true, 0.3)
        },
        { new Rprop(P, 2, etas: (0.1, 1.2), stepSizes: (0.3, 4)), new RpropRule(2, 0.1, 1.2, 0.3, 4) },
        { new ASGD(P, 2, lambd: 0.1, alpha: 0.2, t0: 3, weightDecay: 0.4), new ASGDRule(2, 0.1, 0.2, 3, 0.4) },
        { new Lion(P, 2, betas: (0.1, 0.2), weightDecay: 0.3), new LionRule(2, 0.1, 0.2, 0.3) },
        { new Lamb(P, 2, betas: (0.1, 0.2), eps: 0.3, weightDecay: 0.4), new LambRule(2, 0.1, 0.2, 0.3, 0.4) },
        { new Lars(P, 2, momentum: 0.1, trustCoefficient: 0.2, weightDecay: 0.3), new LarsRule(2, 0.1, 0.2, 0.3) },
        { new LBFGS(P, 2, 3, 4, 0.5, 0.6, 7, strongWolfe: true), new LBFGSRule(2, 3, 4, 0.5, 0.6, 7, true) },
        {
            new Muon(P, 2, weightDecay: 0.1, momentum: 0.2, nesterov: false, eps: 0.3, nsSteps: 4),
            new MuonRule(2, 0.2, 0.1, false, 0.3, 4)
        },
    };

    [Theory]
    [MemberData(nameof(Defaults))]
    public void Defaults_are_those_of_the_rule(Optimizer optimizer, UpdateRule rule) => optimizer.Groups[0].Rule.ShouldBe(rule);

    [Theory]
    [MemberData(nameof(Given))]
    public void What_is_given_reaches_the_rule(Optimizer optimizer, UpdateRule rule) => optimizer.Groups[0].Rule.ShouldBe(rule);
}
