using Adjoint.Optim;

namespace Adjoint.Cli;

/// <summary>An optimizer that can be asked for by name.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Rule">Its rule at PyTorch's settings.</param>
internal sealed record OptimizerChoice(string Name, UpdateRule Rule)
{
    /// <summary>All there are; the first is the default.</summary>
    public static IReadOnlyList<OptimizerChoice> All { get; } =
    [
        new("adam", new AdamRule()),
        new("adamw", new AdamWRule()),
        new("sgd", new SgdRule()) { Training = new SgdRule(0.05, Momentum: 0.9) },
        new("momentum", new SgdRule(Momentum: 0.9)) { Training = new SgdRule(0.05, Momentum: 0.9) },
        new("nesterov", new SgdRule(Momentum: 0.9, Nesterov: true)) { Training = new SgdRule(0.05, Momentum: 0.9, Nesterov: true) },
        new("amsgrad", new AdamRule(Amsgrad: true)),
        new("nadam", new NAdamRule()),
        new("radam", new RAdamRule()),
        new("adamax", new AdamaxRule()),
        new("adagrad", new AdagradRule()),
        new("adadelta", new AdadeltaRule()),
        new("rmsprop", new RmsPropRule()) { Training = new RmsPropRule(1e-3) },
        new("rprop", new RpropRule()),
        new("lbfgs", new LbfgsRule(StrongWolfe: true)),
        new("lion", new LionRule()),
        new("lamb", new LambRule()) { Training = new LambRule(1e-2) },
        new("lars", new LarsRule()) { Training = new LarsRule(5) },
        new("adafactor", new AdafactorRule()),
        new("muon", new MuonRule()) { Training = new MuonRule(5e-3) },
    ];

    /// <summary>The rule for training a network, where it is to be another.</summary>
    public UpdateRule Training { get; init; } = Rule;

    /// <summary>Finds one by its name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static OptimizerChoice Find(string option, string name, string command) =>
        All.FirstOrDefault(choice => choice.Name == name) ?? throw new UsageException(
            $"{option}: '{name}' is none of {string.Join(", ", All.Select(choice => choice.Name))}. See {command} --help.");

    /// <summary>Makes the optimizer: Muon leaves what is no matrix to AdamW.</summary>
    public static Optimizer Create(UpdateRule rule, IEnumerable<Tensor> parameters) => rule is MuonRule muon
        ? new Muon(parameters, muon, new AdamWRule(muon.LearningRate))
        : new Optimizer(parameters, rule);
}
