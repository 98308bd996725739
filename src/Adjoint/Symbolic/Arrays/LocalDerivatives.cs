namespace Adjoint.Symbolic;

/// <summary>The local derivatives of one step, with its inputs as symbols.</summary>
internal sealed class LocalDerivatives(
    ArrayExpression expression, ArrayNode step, string name, Func<ArrayNode, string?> names, ArrayValues? values, Tensor? adjoint)
{
    private readonly ArrayAlgebra algebra = expression.Algebra;

    public IEnumerable<ArrayPartial> All()
    {
        ArrayNode[] inputs = step.Is(ArrayTable.IndexSum)
            ? [.. expression.All.Where(variable => step.Variables.Contains(variable.Name!))]
            : [.. step.Arguments.Where(argument => argument.Variables.Count > 0).Distinct()];
        Dictionary<ArrayNode, Tensor?> gains = Gains(inputs);
        foreach (ArrayNode input in inputs)
        {
            if (input.Variables.All(expression.Indices.Contains)) continue;
            yield return Partial(input, gains.GetValueOrDefault(input));
        }
    }

    private ArrayPartial Partial(ArrayNode input, Tensor? gain)
    {
        string inputName = names(input) ?? ArrayWriter.Text(input);
        try
        {
            ArrayNode y = Local();
            (string kind, ArrayNode formula) = Formula(y, Symbol(input));
            bool isNumbers = kind != "adjoint" && values is not null;
            // The step's own value has a name, as on paper: v3 ∘ (1 - v3).
            string? OwnName(ArrayNode node) => node == y && node.Size > 1 ? name : null;
            return new ArrayPartial(
                inputName, kind, new ArrayWriter(ArrayStyle.Text, OwnName).Write(formula), new ArrayWriter(ArrayStyle.Latex, OwnName)
                    .Write(formula),
                isNumbers ? Evaluate(formula) : null, gain);
        }
        catch (AdjointException e) when (e is NoFormulaException or ArrayShapeException)
        {
            return new ArrayPartial(inputName, "numbers", null, null, null, gain);
        }
    }

    /// <summary>The step in simplified form, with its inputs as symbols.</summary>
    private ArrayNode Local() => algebra.Normalize(step.Is(ArrayTable.IndexSum)
        ? step
        : algebra.Graph.With(step, [.. step.Arguments.Select(argument => argument.Variables.Count > 0 ? Symbol(argument) : argument)]));

    private (string Kind, ArrayNode Formula) Formula(ArrayNode y, ArrayNode x)
    {
        var calculus = new MatrixCalculus(algebra);
        if (y.Type.IsScalar) return ("gradient", calculus.Reverse(y, algebra.Number(1), [x])[0]);
        ArrayNode g = algebra.Graph.Variable(expression.IsNumber ? $"∂{ArrayFormulas.NameOf(expression)}/∂{name}" : "g", y.Type);
        ArrayNode flow = calculus.Reverse(y, g, [x])[0];
        if (x.Type.SameLengths(y.Type) && Slope(flow, g) is { } slope) return ("entrywise", slope);
        if (y.Type.IsVector && (x.Type.IsVector || x.Type.IsScalar) && LinearMap.Of(algebra, flow, g) is { } map)
            return ("jacobian", x.Type.IsScalar ? algebra.Column(map) : algebra.Transpose(map));
        return ("adjoint", flow);
    }

    /// <summary>The s of a flow s ∘ g.</summary>
    private ArrayNode? Slope(ArrayNode flow, ArrayNode g)
    {
        if (flow == g) return algebra.Number(1);
        if (!flow.Is(ArrayTable.Multiply)) return flow.Is(ArrayTable.Zeros) ? algebra.Number(0) : null;
        ArrayNode[] others = [.. flow.Arguments.Where(factor => factor != g)];
        if (others.Length == flow.Arguments.Length || others.Any(factor => factor.Variables.Contains(g.Name!))) return null;
        return algebra.Multiply([algebra.Number(flow.Settings is [var factor] ? factor : 1), .. others]);
    }

    private ArrayNode Symbol(ArrayNode input) => names(input) is { } known ? algebra.Graph.Variable(known, input.Type) : input;

    private Tensor Evaluate(ArrayNode formula)
    {
        var known = new Dictionary<string, Tensor>();
        foreach (ArrayNode node in (ArrayNode[])[.. step.Arguments, .. expression.All, step])
            if (names(node) is { } symbol) known[symbol] = values!.Of(node).Detach();
        return new ArrayValues(known, expression.DType).Of(formula).Detach();
    }

    /// <summary>What each input's adjoint gains, by a reverse pass over the step alone.</summary>
    private Dictionary<ArrayNode, Tensor?> Gains(ArrayNode[] inputs)
    {
        var gains = new Dictionary<ArrayNode, Tensor?>(ReferenceEqualityComparer.Instance);
        if (values is null || adjoint is null) return gains;
        var known = new Dictionary<string, Tensor>();
        foreach (ArrayNode input in (ArrayNode[])[.. inputs, .. expression.All])
            known[Symbol(input).Name!] = values.Of(input).Detach().WithGrad();
        ArrayNode alone = step.Is(ArrayTable.IndexSum)
            ? step
            : algebra.Graph.With(step, [.. step.Arguments.Select(argument => argument.Variables.Count > 0 ? Symbol(argument) : argument)]);
        Tensor y = new ArrayValues(known, expression.DType).Of(alone);
        if (!y.RequiresGrad) return gains;
        Tensor[] x = [.. inputs.Select(input => known[Symbol(input).Name!])];
        Tensor?[] found = Engine.Grad([y], x, [adjoint], allowUnused: true);
        for (int i = 0; i < x.Length; i++) gains[inputs[i]] = found[i]?.Detach() ?? Tensor.Zeros(x[i].Shape, expression.DType);
        return gains;
    }
}
