using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Training;

/// <summary>All optimizers that can be asked for by name.</summary>
public static class OptimizerCatalogue
{
    /// <summary>The optimizers, in the order of listings; the first is the default.</summary>
    public static IReadOnlyList<OptimizerEntry> All { get; } =
    [
        new("adam", new AdamRule()),
        new("adamw", new AdamWRule()),
        new("sgd", new SGDRule()) { Training = new SGDRule(0.05, Momentum: 0.9) },
        new("momentum", new SGDRule(Momentum: 0.9)) { Training = new SGDRule(0.05, Momentum: 0.9) },
        new("nesterov", new SGDRule(Momentum: 0.9, Nesterov: true))
        { Training = new SGDRule(0.05, Momentum: 0.9, Nesterov: true) },
        new("amsgrad", new AdamRule(Amsgrad: true)),
        new("nadam", new NAdamRule()),
        new("radam", new RAdamRule()),
        new("adamax", new AdamaxRule()),
        new("adagrad", new AdagradRule()),
        new("adadelta", new AdadeltaRule()),
        new("rmsprop", new RMSpropRule()) { Training = new RMSpropRule(1e-3) },
        new("rprop", new RpropRule()),
        new("asgd", new ASGDRule()) { Training = new ASGDRule(0.05) },
        new("lbfgs", new LBFGSRule(StrongWolfe: true)),
        new("lion", new LionRule()),
        new("lamb", new LambRule()) { Training = new LambRule(1e-2) },
        new("lars", new LarsRule()) { Training = new LarsRule(5) },
        new("adafactor", new AdafactorRule()),
        new("muon", new MuonRule()) { Training = new MuonRule(5e-3) },
    ];

    /// <summary>An optimizer by name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The optimizer; null if there is none.</returns>
    public static OptimizerEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);

    /// <summary>An optimizer by name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="AdjointException">There is none; the message lists names that are near.</exception>
    public static OptimizerEntry Get(string name) => Find(name) ?? throw new AdjointException(
        $"There is no optimizer \"{name}\". {NearestNames.Hint(name, All.Select(entry => entry.Name))}");
}
