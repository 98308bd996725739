namespace Adjoint.Optim;

/// <summary>Parameters that share a rule and its settings.</summary>
/// <param name="parameters">The parameters.</param>
/// <param name="rule">How they are changed.</param>
public sealed class ParameterGroup(IEnumerable<Tensor> parameters, UpdateRule rule)
{
    /// <summary>The parameters.</summary>
    public IReadOnlyList<Tensor> Parameters { get; } = [.. parameters];

    /// <summary>How they are changed.</summary>
    public UpdateRule Rule { get; } = rule ?? throw new ArgumentNullException(nameof(rule));

    /// <summary>α without a schedule, and what a schedule starts from: at first the rule's; may be changed between steps.</summary>
    /// <exception cref="AdjointException">It is set to a negative or infinite value, or to no number.</exception>
    public double LearningRate
    {
        get;
        set
        {
            CheckRate(value);
            field = value;
        }
    } = rule.LearningRate;

    /// <summary>Fails on what is no learning rate.</summary>
    internal void CheckRate(double value) => Setting.NotNegative("learningRate", value).Check(rule.Name());

    /// <summary>The rule, and how many parameters of how many elements go by it.</summary>
    public override string ToString() =>
        $"{Rule}: {Parameters.Count} parameters of {Parameters.Sum(parameter => (long)parameter.Numel)} elements";

    /// <summary>
    /// Divides named parameters in two, as with no weight decay on biases and norms: <c>Split(net.NamedParameters(), (_, p) => p.Rank > 1,
    /// rule, rule with { WeightDecay = 0 })</c>. A side that gets none is left out.
    /// </summary>
    /// <param name="named">Parameters with their names.</param>
    /// <param name="predicate">Which of them go by the first rule.</param>
    /// <param name="rule">The rule for those.</param>
    /// <param name="otherwise">The rule for the others.</param>
    public static IReadOnlyList<ParameterGroup> Split(
        IEnumerable<(string Name, Tensor Parameter)> named, Func<string, Tensor, bool> predicate, UpdateRule rule,
        UpdateRule otherwise)
    {
        ArgumentNullException.ThrowIfNull(named);
        ArgumentNullException.ThrowIfNull(predicate);
        ILookup<bool, Tensor> sides = named.ToLookup(entry => predicate(entry.Name, entry.Parameter), entry => entry.Parameter);
        ParameterGroup[] groups = [new(sides[true], rule), new(sides[false], otherwise)];
        return [.. groups.Where(group => group.Parameters.Count > 0)];
    }
}
