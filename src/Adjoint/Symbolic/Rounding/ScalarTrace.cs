namespace Adjoint.Symbolic;

/// <summary>The trace of an expression as plain numbers, in which each single number can be changed on the way.</summary>
internal sealed class ScalarTrace
{
    private readonly DType[] types;
    private readonly int variables;
    private readonly Step[] steps;
    private readonly int result;

    public ScalarTrace(Expression expression, Derivation trace)
    {
        variables = expression.Variables.Count;
        var place = new Dictionary<Value, int>();
        foreach (Tensor variable in expression.Variables) place[variable.Value] = place.Count;
        foreach (DerivationRow row in trace.Rows) place[new Value(row.Call, 0)] = place.Count;
        types = [.. expression.Variables.Select(x => x.DType), .. trace.Rows.Select(row => row.Call.Spec.DType)];
        steps = [.. trace.Rows.Select(row => new Step(
            row.Call.Op,
            [.. row.Call.Inputs.ToArray().Select(input => input.IsSymbolic ? null : input.Detach())],
            [.. row.Call.Inputs.ToArray().Select(input => input.IsSymbolic ? place[input.Value] : -1)],
            [.. trace.DistinctInputs(row.Call).Where(input => row.Call.Spec.DType.IsFloatingPoint() && input.Tensor.DType.IsFloatingPoint())
                .Select(input => (place[input.Tensor.Value], input.Places))]))];
        result = expression.Outputs[0].IsSymbolic ? place[expression.Outputs[0].Value] : -1;
    }

    /// <summary>How a row's value is changed, or its local partial or contribution for one of its distinct inputs.</summary>
    public delegate double Change(RoundedKind kind, int row, int input, double value);

    /// <summary>The value of every variable and row.</summary>
    public double[] Values(IReadOnlyList<double> point, Change change)
    {
        var values = new double[variables + steps.Length];
        for (int i = 0; i < variables; i++) values[i] = point[i];
        for (int row = 0; row < steps.Length; row++)
        {
            Tensor y = Engine.Apply(steps[row].Op, Inputs(row, values));
            values[variables + row] = y.DType.IsFloatingPoint() ? change(RoundedKind.Value, row, 0, y.Item()) : y.To(DType.Float64).Item();
        }

        return values;
    }

    /// <summary>The local partial derivatives of each row, by the values of its inputs and its own.</summary>
    public double[][] Partials(double[] values, Change change) =>
        [.. steps.Select((step, row) => step.Distinct.Select((input, i) => change(
            RoundedKind.Partial, row, i,
            LocalSlope.Value(step.Op, Inputs(row, values), Tensor.Scalar(values[variables + row], types[variables + row]),
                input.Places))).ToArray())];

    /// <summary>The derivative of the result with respect to every variable and row.</summary>
    public double[] Adjoints(double[][] partials, Change change)
    {
        var adjoints = new double[variables + steps.Length];
        if (result < 0) return adjoints;
        adjoints[result] = 1;
        for (int row = steps.Length - 1; row >= 0; row--)
        {
            double adjoint = adjoints[variables + row];
            for (int i = 0; i < partials[row].Length; i++)
                adjoints[steps[row].Distinct[i].Node] += change(RoundedKind.Contribution, row, i, adjoint * partials[row][i]);
        }

        return adjoints;
    }

    private Tensor[] Inputs(int row, double[] values)
    {
        Step step = steps[row];
        var x = new Tensor[step.Nodes.Length];
        for (int i = 0; i < x.Length; i++) x[i] = step.Constants[i] ?? Tensor.Scalar(values[step.Nodes[i]], types[step.Nodes[i]]);
        return x;
    }

    private sealed record Step(Op Op, Tensor?[] Constants, int[] Nodes, (int Node, List<int> Places)[] Distinct);
}
