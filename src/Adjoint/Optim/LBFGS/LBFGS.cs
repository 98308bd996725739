namespace Adjoint.Optim;

/// <summary><inheritdoc cref="LBFGSRule" path="/summary/node()"/></summary>
/// <inheritdoc cref="Optimizer(IEnumerable{Tensor}, UpdateRule)"/>
public sealed class LBFGS(IEnumerable<Tensor> parameters, LBFGSRule rule) : Optimizer(parameters, rule)
{
    /// <summary>Makes the optimizer with these settings, which are PyTorch's by name and default.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <param name="lr"><inheritdoc cref="LBFGSRule" path="/param[@name='LearningRate']/node()"/></param>
    /// <param name="maxIter"><inheritdoc cref="LBFGSRule" path="/param[@name='MaxIterations']/node()"/></param>
    /// <param name="maxEval"><inheritdoc cref="LBFGSRule" path="/param[@name='MaxEvaluations']/node()"/></param>
    /// <param name="toleranceGrad"><inheritdoc cref="LBFGSRule" path="/param[@name='ToleranceGradient']/node()"/></param>
    /// <param name="toleranceChange"><inheritdoc cref="LBFGSRule" path="/param[@name='ToleranceChange']/node()"/></param>
    /// <param name="historySize"><inheritdoc cref="LBFGSRule" path="/param[@name='HistorySize']/node()"/></param>
    /// <param name="strongWolfe"><inheritdoc cref="LBFGSRule" path="/param[@name='StrongWolfe']/node()"/></param>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public LBFGS(
        IEnumerable<Tensor> parameters, double lr = 1, int maxIter = 20, int? maxEval = null, double toleranceGrad = 1e-7,
        double toleranceChange = 1e-9, int historySize = 100, bool strongWolfe = false)
        : this(parameters, new LBFGSRule(lr, MaxIterations: maxIter, MaxEvaluations: maxEval, ToleranceGradient: toleranceGrad,
            ToleranceChange: toleranceChange, HistorySize: historySize, StrongWolfe: strongWolfe))
    { }
}

/// <summary>
/// L-BFGS: steps by an approximation of Newton's method from the last few steps and changes of the gradient. Nocedal 1980
/// (Math. Comp. 35); Nocedal &amp; Wright 2006, algorithms 7.4 and, for the line search, 3.5 and 3.6. For full batches.
/// </summary>
/// <remarks>
/// One step makes up to <see cref="MaxIterations"/> iterations, all parameters being one vector θ, and needs
/// <see cref="Optimizer.Step(Func{Tensor})"/>.
/// Tests for stopping are PyTorch's. As there, it takes one group of parameters; it neither clips nor accumulates.
/// </remarks>
/// <param name="LearningRate">α, at least 0: the length tried first.</param>
/// <param name="MaxIterations">Iterations in a step, at least 1.</param>
/// <param name="MaxEvaluations">Evaluations of the loss in a step; null for 1.25 times the iterations.</param>
/// <param name="ToleranceGradient">Ends the step where no element of the gradient is larger.</param>
/// <param name="ToleranceChange">Ends the step where neither the loss nor a parameter changes by more.</param>
/// <param name="HistorySize">How many past steps are kept, at least 1.</param>
/// <param name="StrongWolfe">Whether to search for a τ that meets the strong Wolfe conditions.</param>
public sealed record LBFGSRule(
    double LearningRate = 1, int MaxIterations = 20, int? MaxEvaluations = null, double ToleranceGradient = 1e-7,
    double ToleranceChange = 1e-9, int HistorySize = 100, bool StrongWolfe = false) : UpdateRule(LearningRate)
{
    /// <inheritdoc/>
    public override IReadOnlyList<UpdateFormula> Formulas() =>
    [
        new("y = g − g before,  s = the step before,  ρ = 1/(y·s)", "remembered if y·s > 1e-10"),
        new("d = −H g by the two-loop recursion from H₀ = (y·s)/(y·y)"),
        new("θ ← θ + τd,  τ = α, at the first iteration min(1, 1/‖g‖₁)·α, or as the line search finds it"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Setting> Settings() =>
    [
        .. base.Settings(),
        Setting.Number("maxIterations", MaxIterations, MaxIterations >= 1, "at least 1", x => this with { MaxIterations = (int)x }),
        Setting.Number("maxEvaluations", EvaluationLimit, EvaluationLimit >= 1, "at least 1", x => this with { MaxEvaluations = (int)x }),
        Setting.NotNegative("toleranceGradient", ToleranceGradient, x => this with { ToleranceGradient = x }),
        Setting.NotNegative("toleranceChange", ToleranceChange, x => this with { ToleranceChange = x }),
        Setting.Number("historySize", HistorySize, HistorySize >= 1, "at least 1", x => this with { HistorySize = (int)x }),
        Setting.Flag("strongWolfe", StrongWolfe, x => this with { StrongWolfe = x != 0 }),
    ];

    internal int EvaluationLimit => MaxEvaluations ?? MaxIterations * 5 / 4;

    internal override GroupUpdate Bind(ParameterState[] states) => new LBFGSUpdate(this, states);
}
