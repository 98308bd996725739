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

    /// <summary>The settings by name, each with the range that it must be in.</summary>
    public virtual IEnumerable<Setting> Settings() =>
        [Setting.NotNegative("learningRate", LearningRate, x => this with { LearningRate = x })];

    /// <summary>The rule with one setting changed, by its name in <see cref="Settings"/>; a choice is taken by 1 and not by 0.</summary>
    /// <returns>The rule, or null if it has no setting of that name.</returns>
    public UpdateRule? With(string name, double value) =>
        Settings().FirstOrDefault(setting => setting.Name == name).Change?.Invoke(value);

    /// <summary>Fails if the settings do not go together; each for itself has been checked.</summary>
    /// <exception cref="AdjointException">They do not.</exception>
    protected virtual void CheckTogether() { }

    /// <summary>
    /// What is remembered of each parameter, under the names of PyTorch's state dictionaries; null for a place that these
    /// settings do not use.
    /// </summary>
    protected internal virtual IReadOnlyList<string?> MemoryNames() => [];

    /// <summary>How many tensors are remembered for each parameter: 2 for Adam, none for plain gradient descent.</summary>
    public int StateCount => MemoryNames().Count(name => name is not null);

    /// <summary>The shape of what is remembered in one place; null if this parameter does not use it.</summary>
    protected internal virtual Shape? MemoryShape(int place, Shape parameter) => parameter;

    /// <summary>What the memory in one place holds before the first step.</summary>
    protected internal virtual double MemoryStart(int place) => 0;

    /// <summary>What steps the parameters of a group.</summary>
    internal abstract GroupUpdate Bind(ParameterState[] states);

    /// <summary>Fails if a setting is not as it must be.</summary>
    internal void Check()
    {
        foreach (Setting setting in Settings()) setting.Check(Name());
        CheckTogether();
    }
}
