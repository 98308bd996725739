namespace Adjoint.Symbolic;

/// <summary>How many operations a function and the ways to differentiate it take. Operations on constants alone do not count.</summary>
/// <param name="Function">Operations of the function, equal subexpressions once.</param>
/// <param name="Reverse">What one reverse pass, for all variables, adds to that.</param>
/// <param name="Forward">What the forward pass of each variable adds.</param>
/// <param name="Symbolic">Operations of the simplified formulas of all partial derivatives, by themselves.</param>
public sealed record Cost(int Function, int Reverse, IReadOnlyList<int> Forward, int Symbolic)
{
    /// <summary>The four counts.</summary>
    /// <inheritdoc/>
    public override string ToString() =>
        $"function {Function}, reverse +{Reverse}, forward +[{string.Join(", ", Forward)}], formulas {Symbolic}";

    /// <summary>Counts for an expression, or for several values together.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="variables">With respect to what it is differentiated.</param>
    /// <param name="formulas">The simplified partial derivatives.</param>
    /// <returns>The counts.</returns>
    public static Cost Of(Expression expression, IReadOnlyList<Tensor> variables, IEnumerable<Tensor> formulas)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(variables);
        var function = new HashSet<Call>(Calls(expression.Outputs), ReferenceEqualityComparer.Instance);
        return new Cost(
            function.Count,
            Added(expression.Outputs.SelectMany(output => Differentiation.Reverse(output, variables))),
            [.. variables.Select(x => Added(expression.Outputs.Select(output => Differentiation.Forward(output, x))))],
            Calls(formulas).Count);

        int Added(IEnumerable<Tensor> results) => Calls(results).Count(call => !function.Contains(call));
    }

    private static List<Call> Calls(IEnumerable<Tensor> roots) => PostOrder.Of(roots, tensor => tensor.IsSymbolic);
}
