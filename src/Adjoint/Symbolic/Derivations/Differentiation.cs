namespace Adjoint.Symbolic;

/// <summary>Formulas and values of the derivatives of an expression, of any order.</summary>
public static class Differentiation
{
    /// <summary>Up to this order derivatives are taken of the graph of the order before.</summary>
    private const int MostAsGraphs = 2;

    /// <summary>Up to this order values are those of a pass over passes, whose work is multiplied with each order.</summary>
    private const int MostByPasses = 4;

    /// <summary>The simplified formulas of the partial derivatives of one value.</summary>
    /// <param name="output">A value of an expression.</param>
    /// <param name="variables">With respect to what.</param>
    /// <returns>A formula for each variable.</returns>
    public static Tensor[] Formulas(Tensor output, IReadOnlyList<Tensor> variables)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(variables);
        return Simplifier.Simplify(Reverse(output, variables));
    }

    /// <summary>
    /// All partial derivatives of an order. They do not depend on the order of the variables, so each combination is
    /// there once, with its variables in their order: of order 2 in x, y these are xx, xy, yy.
    /// </summary>
    /// <param name="expression">The expression.</param>
    /// <param name="order">The order, at least 1.</param>
    /// <param name="variables">With respect to what.</param>
    /// <param name="point">A number for each variable of the expression, or none for formulas only.</param>
    /// <param name="output">Which of the expression's values is differentiated.</param>
    /// <returns>The derivatives, in the order of the variables.</returns>
    public static IReadOnlyList<PartialDerivative> OfOrder(
        Expression expression, int order, IReadOnlyList<Tensor> variables, IReadOnlyList<double>? point = null, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        List<(int[] Indices, Tensor Value)> formulas = order > MostAsGraphs
            ? Repeated(expression.Outputs[output], order, variables)
            : Climb(expression.Outputs[output], order, variables, Formulas);
        List<(int[] Indices, Tensor Value)>? values = null;
        if (point is not null && order > MostByPasses)
        {
            Tensor[] x = [.. point.Select(value => Tensor.Scalar(value, expression.DType))];
            Tensor[] found = Graph.Of([.. expression.Variables], [.. formulas.Select(formula => formula.Value)]).Run(x);
            values = [.. formulas.Select((formula, i) => (formula.Indices, found[i]))];
        }
        else if (point is not null)
        {
            using Scope scope = GradMode.On();
            Tensor[] x = [.. point.Select(value => Tensor.Scalar(value, expression.DType).WithGrad())];
            Tensor y = expression.Graph.Run(x)[output];
            Tensor[] wanted = [.. variables.Select(variable => x[expression.PlaceOf(variable)])];
            values = Climb(y, order, wanted, Reverse);
        }

        return [.. formulas.Select((formula, i) => new PartialDerivative(
            [.. formula.Indices.Select(index => variables[index].Name!)], formula.Value, values?[i].Value.Detach().Item()))];
    }

    /// <summary>The formulas of a high order, with like terms put together from one order to the next.</summary>
    private static List<(int[] Indices, Tensor Value)> Repeated(Tensor output, int order, IReadOnlyList<Tensor> variables)
    {
        var derivative = new RepeatedDerivative(output);
        if (!derivative.IsPossible) return Climb(output, order, variables, Formulas);
        List<(int[] Indices, Term Term)> level = [([], derivative.Start)];
        for (int depth = 0; depth < order; depth++)
        {
            var next = new List<(int[] Indices, Term Term)>();
            foreach ((int[] indices, Term term) in level)
                for (int i = indices.Length == 0 ? 0 : indices[^1]; i < variables.Count; i++)
                    next.Add(([.. indices, i], derivative.Of(term, variables[i])));
            level = next;
        }

        return [.. level.Select(pair => (pair.Indices, RepeatedDerivative.Formula(pair.Term)))];
    }

    /// <summary>Differentiates again and again, each time with respect to the last variable and those after it.</summary>
    private static List<(int[] Indices, Tensor Value)> Climb(
        Tensor output, int order, IReadOnlyList<Tensor> variables, Func<Tensor, IReadOnlyList<Tensor>, Tensor[]> differentiate)
    {
        List<(int[] Indices, Tensor Value)> level = [([], output)];
        for (int depth = 0; depth < order; depth++)
        {
            var next = new List<(int[] Indices, Tensor Value)>();
            foreach ((int[] indices, Tensor value) in level)
            {
                int first = indices.Length == 0 ? 0 : indices[^1];
                Tensor[] gradient = differentiate(value, [.. variables.Skip(first)]);
                for (int i = 0; i < gradient.Length; i++) next.Add(([.. indices, first + i], gradient[i]));
            }

            level = next;
        }

        return level;
    }

    /// <summary>What a reverse pass computes, as a graph; zeros for variables that the output does not depend on.</summary>
    internal static Tensor[] Reverse(Tensor output, IReadOnlyList<Tensor> variables)
    {
        var gradient = new Tensor?[variables.Count];
        if (output.RequiresGrad && variables.Count > 0)
            gradient = Engine.Grad([output], [.. variables], createGraph: true, allowUnused: true);
        return [.. gradient.Select(g => g ?? Tensor.Zeros([], output.DType))];
    }

    /// <summary>What a forward pass for one variable computes, as a graph.</summary>
    internal static Tensor Forward(Tensor output, Tensor variable) => output.IsSymbolic
        ? Engine.Jvp(output, [variable], [Tensor.Ones([], variable.DType)], createGraph: true)
        : Tensor.Zeros([], output.DType);
}

/// <summary>A partial derivative of some order.</summary>
/// <param name="Variables">With respect to what, one name for each order.</param>
/// <param name="Formula">The simplified formula, as a symbolic number or a constant.</param>
/// <param name="Value">
/// The value at a point, by reverse mode over reverse mode, above the fourth order by the formula; null without a point.
/// </param>
public sealed record PartialDerivative(IReadOnlyList<string> Variables, Tensor Formula, double? Value)
{
    /// <summary>With respect to what, the formula, and the value if there is one.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"∂/∂{string.Join("∂", Variables)} = {Symbolic.Formula.Text(Formula)}{(Value is { } value ? $" = {value:G17}" : "")}");
}
