using Adjoint.Optim;

namespace Adjoint.Tests.Optim;

/// <summary>Every rule, with settings that use all that it remembers.</summary>
internal static class Rules
{
    private static readonly Dictionary<string, UpdateRule> All = new()
    {
        ["sgd"] = new SGDRule(0.1, Momentum: 0.9, Dampening: 0.2, WeightDecay: 0.01),
        ["nesterov"] = new SGDRule(0.1, Momentum: 0.9, WeightDecay: 0.01, Nesterov: true, DecoupledDecay: true),
        ["adam"] = new AdamRule(0.1, WeightDecay: 0.01),
        ["amsgrad"] = new AdamRule(0.1, Amsgrad: true),
        ["adamw"] = new AdamWRule(0.1),
        ["nadam"] = new NAdamRule(0.1, WeightDecay: 0.01),
        ["radam"] = new RAdamRule(0.1, Beta2: 0.8, WeightDecay: 0.01),
        ["adamax"] = new AdamaxRule(0.1, WeightDecay: 0.01),
        ["adagrad"] = new AdagradRule(0.1, LearningRateDecay: 0.1, WeightDecay: 0.01, InitialAccumulator: 0.3),
        ["adadelta"] = new AdadeltaRule(1, WeightDecay: 0.01),
        ["rmsprop"] = new RMSpropRule(0.1, Momentum: 0.5, Centered: true, WeightDecay: 0.01),
        ["rprop"] = new RpropRule(0.1),
        ["asgd"] = new ASGDRule(0.1, Lambd: 0.01, T0: 1, WeightDecay: 0.01),
        ["lion"] = new LionRule(0.1, WeightDecay: 0.01),
        ["lamb"] = new LambRule(0.1, WeightDecay: 0.01),
        ["lars"] = new LarsRule(1, WeightDecay: 0.01),
        ["adafactor"] = new AdafactorRule(0.1, WeightDecay: 0.01),
        ["muon"] = new MuonRule(0.1),
        ["lbfgs"] = new LBFGSRule(0.5, MaxIterations: 2, StrongWolfe: true),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string> Fused => [.. All.Where(entry => entry.Value is FusedRule).Select(entry => entry.Key)];

    public static UpdateRule Of(string name) => All[name];

    public static UpdateRule Rule(this Optimizer optimizer) => optimizer.Groups[0].Rule;

    /// <summary>A matrix and a vector, and their optimizer under a schedule.</summary>
    public static (Tensor[] Parameters, Optimizer Optimizer) Start(string name, DType type = DType.Float64)
    {
        var random = new Generator(7);
        Tensor[] parameters =
            [Tensor.Normal([3, 2], dtype: type, generator: random).WithGrad(),
                Tensor.Normal([4], dtype: type, generator: random).WithGrad()];
        Optimizer optimizer = All[name].CreateOptimizer(parameters);
        optimizer.Schedule = new WarmupCosineLR(2, 20);
        return (parameters, optimizer);
    }

    /// <summary>A step on a curved function that changes from step to step.</summary>
    public static void Step(Optimizer optimizer, Tensor[] parameters, int step) => optimizer.Step(() =>
    {
        optimizer.ZeroGrad();
        Tensor loss = parameters.Select((parameter, i) => ((parameter - (i + Math.Sin(step))).Square() + (parameter * 2).Cos()).Sum())
            .Aggregate((a, b) => a + b);
        loss.Backward();
        return loss;
    });
}
