namespace Adjoint.Symbolic;

/// <summary>The derivative of a function with arrays with respect to a variable at a point, computed in four ways.</summary>
/// <param name="Variable">With respect to what.</param>
/// <param name="Shape">The shape of the derivative in words: that of the variable, behind that of the value if it is no number.</param>
/// <param name="Reverse">By a reverse pass, a row at a time where the value is no number.</param>
/// <param name="Forward">By forward passes, one for each entry of the variable; null for more entries than 2,000.</param>
/// <param name="Symbolic">The value of the formula; null where it has indices or there is none.</param>
/// <param name="Numeric">Central differences in float64; null for more entries than 2,000.</param>
/// <param name="Formula">The formula.</param>
public sealed record ArrayGradient(
    string Variable, string Shape, Tensor Reverse, Tensor? Forward, Tensor? Symbolic, Tensor? Numeric, ArrayFormula Formula)
{
    private const int MostEntries = 2000;

    /// <summary>Balances the error of the difference, h², with that of rounding, ε/h.</summary>
    private static readonly double RelativeStep = Math.Cbrt(double.BitIncrement(1) - 1);

    /// <summary>The largest difference between two of the ways in an entry; NaN where a derivative is not finite.</summary>
    public double Disagreement
    {
        get
        {
            double[][] all = [.. new[] { Reverse, Forward, Symbolic, Numeric }.OfType<Tensor>().Select(ArrayValues.Entries)];
            double largest = 0;
            for (int i = 0; i < all[0].Length; i++)
            {
                double[] entry = [.. all.Select(way => way[i])];
                if (!entry.All(double.IsFinite)) return double.NaN;
                largest = Math.Max(largest, entry.Max() - entry.Min());
            }

            return largest;
        }
    }

    /// <summary>Compares the derivatives at a point.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="point">A value for each variable.</param>
    /// <param name="variables">With respect to what.</param>
    /// <returns>A comparison for each of them.</returns>
    /// <exception cref="GraphException">A variable has no value, or one of another shape.</exception>
    public static IReadOnlyList<ArrayGradient> At(
        ArrayExpression expression, IReadOnlyDictionary<string, Tensor> point, IReadOnlyList<string> variables)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(point);
        ArgumentNullException.ThrowIfNull(variables);
        using Scope scope = GradMode.On();
        Dictionary<string, Tensor> x =
            point.ToDictionary(pair => pair.Key, pair => pair.Value.Detach().To(expression.DType).Clone().WithGrad());
        Tensor y = expression.Evaluate(x);
        return [.. variables.Select(variable => Of(expression, x, y, variable))];
    }

    private static ArrayGradient Of(ArrayExpression f, Dictionary<string, Tensor> x, Tensor y, string variable)
    {
        Tensor at = x[variable];
        Tensor reverse = ArrayFormulas.Numbers(y, at);
        bool isShort = at.Numel <= MostEntries;
        ArrayFormula formula = f.Jacobian(variable);
        Tensor? symbolic = formula is { HasIndices: false, Node: { } node } ? new ArrayValues(x, f.DType).Of(node).Detach() : null;
        if (symbolic is not null) symbolic = symbolic.Rank == 0 ? symbolic.Expand(reverse.Shape.Span)
            : symbolic.Reshape(reverse.Shape.Span);
        return new ArrayGradient(
            variable, formula.Shape, reverse, isShort
                ? ByEntries(at, tangent => y.RequiresGrad ? Engine.Jvp(y, [at], [tangent]) : Tensor.ZerosLike(y)) : null,
            symbolic, isShort ? ByEntries(at, direction => Difference(f, x, variable, direction)) : null, formula);
    }

    /// <summary>Derivatives in the direction of each entry, those as the last axes.</summary>
    private static Tensor ByEntries(Tensor x, Func<Tensor, Tensor> derivative)
    {
        var columns = new List<Tensor>();
        for (int i = 0; i < x.Numel; i++)
        {
            var entries = new double[x.Numel];
            entries[i] = 1;
            columns.Add(derivative(Tensor.From<double>(entries).Reshape(x.Shape.Span).To(x.DType)).Detach());
        }

        return Tensor.Stack([.. columns], columns[0].Rank).Reshape([.. columns[0].Shape.Span.ToArray(), .. x.Shape.Span.ToArray()]);
    }

    private static Tensor Difference(ArrayExpression f, Dictionary<string, Tensor> point, string variable, Tensor direction)
    {
        var moved = point.ToDictionary(pair => pair.Key, pair => pair.Value.Detach().To(DType.Float64));
        Tensor x = moved[variable];
        Tensor unit = direction.To(DType.Float64);
        double h = RelativeStep * Math.Max(1, Math.Abs((x * unit).Sum().Item()));
        Tensor slope = x;
        // Near the edge of the domain the step must not cross it.
        for (int attempt = 0; attempt < 12; attempt++, h /= 16)
        {
            moved[variable] = x + (unit * h);
            Tensor above = new ArrayValues(moved, DType.Float64).Of(f.Root);
            moved[variable] = x - (unit * h);
            slope = (above - new ArrayValues(moved, DType.Float64).Of(f.Root)) / (2 * h);
            if (ArrayValues.Entries(slope).All(double.IsFinite)) break;
        }

        return slope.Detach();
    }

    /// <summary>The variable and its derivative by a reverse pass.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"∂/∂{Variable} = {Reverse}";
}
