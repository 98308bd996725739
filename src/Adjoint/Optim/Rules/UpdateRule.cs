namespace Adjoint.Optim;

/// <summary>
/// The rule by which an <see cref="Optimizer"/> changes parameters: an immutable value whose properties are its settings.
/// Conventions are PyTorch's; where there is a choice, its documentation says so.
/// </summary>
/// <remarks>Write another with <c>rule with { … }</c>, or a new kind by deriving from <see cref="TensorRule"/>.</remarks>
/// <param name="LearningRate">α, at least 0: what a schedule starts from.</param>
public abstract record UpdateRule(double LearningRate)
{
    /// <summary>Whether to climb instead of descend.</summary>
    public bool Maximize { get; init; }

    /// <summary>The name of the rule: <c>Adam</c> for <see cref="AdamRule"/>.</summary>
    public string Name()
    {
        string type = GetType().Name;
        return type.EndsWith("Rule", StringComparison.Ordinal) ? type[..^4] : type;
    }

    /// <summary>What a step computes, line after line in the order of computation.</summary>
    /// <returns>The lines; none for a rule that does not state them.</returns>
    public virtual IReadOnlyList<UpdateFormula> Formulas() => [];

    /// <summary>The settings by name, each with the range that it must be in.</summary>
    public virtual IEnumerable<Setting> Settings() =>
        [Setting.NotNegative("learningRate", LearningRate, x => this with { LearningRate = x })];

    /// <summary>The rule with one setting changed, by its name in <see cref="Settings"/>; a choice is taken by 1 and not by 0.</summary>
    /// <returns>The rule, or null if it has no setting of that name.</returns>
    public UpdateRule? With(string name, double value) => Settings().FirstOrDefault(setting => setting.Name == name).Change?.Invoke(value);

    /// <summary>The rule with weight decay as L2 regularisation: λθ joins the gradient.</summary>
    /// <param name="lambda">λ, at least 0.</param>
    /// <returns>The rule, which may be of another kind; null if there is none with such a decay.</returns>
    public virtual UpdateRule? WithL2Decay(double lambda) => With("weightDecay", lambda);

    /// <summary>The rule with decoupled weight decay: αλθ is taken off the parameter itself.</summary>
    /// <inheritdoc cref="WithL2Decay"/>
    public virtual UpdateRule? WithDecoupledDecay(double lambda) => null;

    /// <summary>Makes an optimizer that steps parameters by this rule, or by its companion those that the rule does not take.</summary>
    /// <param name="parameters">What to optimize.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="AdjointException">A setting is out of its range, or the parameters cannot be optimized.</exception>
    public virtual Optimizer CreateOptimizer(IEnumerable<Tensor> parameters) => new(parameters, this);

    /// <summary>The name and the settings: <c>SGD(learningRate = 0.1, momentum = 0.9, …)</c>.</summary>
    public sealed override string ToString() =>
        $"{Name()}({string.Join(", ", Settings())}{(Maximize ? ", maximize = true" : "")})";

    /// <summary>Fails if the settings do not go together; each for itself has been checked.</summary>
    /// <exception cref="AdjointException">They do not.</exception>
    protected virtual void CheckTogether() { }

    /// <summary>
    /// Fails on a parameter that the rule cannot step. An optimizer asks when it is made: a step that fails would have changed others.
    /// </summary>
    /// <param name="parameter">The parameter's shape.</param>
    /// <exception cref="AdjointException">The rule does not take such a parameter.</exception>
    protected internal virtual void CheckParameter(Shape parameter) { }

    /// <summary>
    /// The tensors that are kept of each parameter from step to step, by their names in PyTorch's state dictionaries; null in
    /// a place that these settings do not use.
    /// </summary>
    /// <returns>The names.</returns>
    protected internal virtual IReadOnlyList<string?> StateNames() => [];

    /// <summary>How many tensors are kept of each parameter: 2 for Adam, none for plain gradient descent.</summary>
    public int StateCount => StateNames().Count(name => name is not null);

    /// <summary>The shape of one of <see cref="StateNames"/>.</summary>
    /// <param name="index">Its place among them.</param>
    /// <param name="parameter">The parameter's shape.</param>
    /// <returns>The shape; null if such a parameter does not use it.</returns>
    protected internal virtual Shape? StateShape(int index, Shape parameter) => parameter;

    /// <summary>What one of <see cref="StateNames"/> holds before the first step, in every element.</summary>
    /// <param name="index">Its place among them.</param>
    /// <returns>The value.</returns>
    protected internal virtual double InitialState(int index) => 0;

    /// <summary>The numbers that are kept of each parameter from step to step, apart from the number of the step.</summary>
    /// <returns>Their names and first values.</returns>
    protected internal virtual IReadOnlyList<ScalarState> ScalarStates() => [];

    /// <summary>Those of <see cref="StateNames"/> that a parameter of such a shape has, with their places among all and shapes.</summary>
    internal IEnumerable<(string Name, int Place, Shape Shape)> States(Shape parameter)
    {
        IReadOnlyList<string?> names = StateNames();
        for (int place = 0; place < names.Count; place++)
            if (names[place] is { } name && StateShape(place, parameter) is { } shape) yield return (name, place, shape);
    }

    /// <summary>What steps the parameters of a group.</summary>
    internal abstract GroupUpdate Bind(ParameterState[] states);

    /// <summary>Fails if a setting is not as it must be.</summary>
    internal void Check()
    {
        foreach (Setting setting in Settings()) setting.Check(Name());
        CheckTogether();
    }
}
