namespace Adjoint.Symbolic;

/// <summary>A partial derivative at a point, computed in four ways that have little in common.</summary>
/// <param name="Variable">With respect to what.</param>
/// <param name="Reverse">By a reverse pass.</param>
/// <param name="Forward">By a forward pass.</param>
/// <param name="Symbolic">The value of the simplified formula.</param>
/// <param name="Numeric">
/// The central difference (f(x + h) − f(x − h)) / 2h, always in float64; NaN where no step stays in the domain.
/// </param>
/// <param name="Step">The step h.</param>
public sealed record GradientComparison(string Variable, double Reverse, double Forward, double Symbolic, double Numeric, double Step)
{
    /// <summary>Balances the error of the difference, h², with that of rounding, ε/h.</summary>
    private static readonly double RelativeStep = Math.Cbrt(double.BitIncrement(1) - 1);

    /// <summary>The largest difference between two of the four; NaN where one is not finite.</summary>
    public double Disagreement
    {
        get
        {
            double[] all = [Reverse, Forward, Symbolic, Numeric];
            return all.All(double.IsFinite) ? all.Max() - all.Min() : double.NaN;
        }
    }

    /// <summary>Compares the partial derivatives of the first value of an expression at a point.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="variables">With respect to what.</param>
    /// <param name="formulas">The simplified partial derivatives.</param>
    /// <param name="point">A number for each variable of the expression.</param>
    /// <returns>A comparison for each variable.</returns>
    public static IReadOnlyList<GradientComparison> At(
        Expression expression, IReadOnlyList<Tensor> variables, Tensor[] formulas, IReadOnlyList<double> point)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(point);
        Expression wide = expression.DType == DType.Float64 ? expression : Expression.Parse(expression.Source);
        Tensor[] x = [.. point.Select(value => Tensor.Scalar(value, expression.DType).WithGrad())];
        Tensor y;
        using (GradMode.On()) y = expression.Graph.Run(x)[0];
        Tensor[] symbolic = Graph.Of([.. expression.Variables], formulas).Run(x);
        var all = new List<GradientComparison>();
        for (int i = 0; i < variables.Count; i++)
        {
            int index = expression.PlaceOf(variables[i]);
            (double reverse, double forward) = (0, 0);
            if (expression.Outputs[0].IsSymbolic)
            {
                reverse = Engine.Grad([y], [x[index]], retainGraph: true, allowUnused: true)[0]?.Item() ?? 0;
                forward = Engine.Jvp(y, [x[index]], [Tensor.Ones([], expression.DType)]).Item();
            }

            (double numeric, double step) = Difference(wide, point, index);
            all.Add(new GradientComparison(variables[i].Name!, reverse, forward, symbolic[i].Detach().Item(), numeric, step));
        }

        return all;
    }

    private static (double Value, double Step) Difference(Expression f, IReadOnlyList<double> point, int index)
    {
        double[] moved = [.. point];
        double x = moved[index];
        double h = RelativeStep * Math.Max(1, Math.Abs(x));
        // Near the edge of the domain the step must not cross it.
        for (int attempt = 0; attempt < 12; attempt++, h /= 16)
        {
            double right = x + h;
            double left = x - h;
            moved[index] = right;
            double above = f.Evaluate(moved)[0];
            moved[index] = left;
            double slope = (above - f.Evaluate(moved)[0]) / (right - left);
            if (double.IsFinite(slope)) return (slope, (right - left) / 2);
        }

        return (double.NaN, h);
    }
}
