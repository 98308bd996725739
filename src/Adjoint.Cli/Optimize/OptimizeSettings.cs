using Adjoint.Optim;

namespace Adjoint.Cli;

/// <summary>What to optimize, by which ways, and what to show.</summary>
/// <param name="Problem">What to minimise.</param>
/// <param name="Ways">The optimizers, side by side.</param>
/// <param name="Steps">How many steps each makes.</param>
/// <param name="Schedule">The learning rate as a function of the step; null for a constant one.</param>
/// <param name="Warmup">Steps of warm-up within the schedule.</param>
/// <param name="Clip">Largest norm of the gradient; null for none.</param>
/// <param name="Tolerance">How near to the least value counts as there.</param>
/// <param name="Trace">Whether to keep what each step did.</param>
/// <param name="Explain">Whether to tell the formulas.</param>
internal sealed record OptimizeSettings(
    Problem Problem, IReadOnlyList<OptimizeWay> Ways, int Steps, Schedule? Schedule, int Warmup, double? Clip, double Tolerance,
    bool Trace, bool Explain)
{
    /// <summary>Whether kinds of weight decay are compared, for which steps are traced too.</summary>
    public bool Compares { get; init; }

    /// <summary>Whether an option was given whose effect is told in words, for which steps are traced too.</summary>
    public bool Observes { get; init; }
}

/// <summary>One of the optimizers that run side by side.</summary>
/// <param name="Name">The optimizer's name.</param>
/// <param name="Label">What tables call it: its name, and the kind of decay where there are two.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Decay">The kind of decay that was asked for.</param>
internal sealed record OptimizeWay(string Name, string Label, UpdateRule Rule, DecayKind Decay);

/// <summary>A kind of weight decay.</summary>
internal enum DecayKind
{
    /// <summary>None was asked for.</summary>
    Own,

    /// <summary>λθ joins the gradient: L2 regularisation.</summary>
    L2,

    /// <summary>αλθ is taken off the parameter.</summary>
    Decoupled,
}
