namespace Adjoint.Symbolic;

/// <summary>
/// The derivation of a function with arrays, step by step: a row for each operation with its shape, value, local derivatives and the
/// derivative of the function with respect to it.
/// </summary>
public sealed class ArrayDerivation
{
    private readonly Dictionary<ArrayNode, string> names = new(ReferenceEqualityComparer.Instance);
    private readonly ArrayValues? values;

    private ArrayDerivation(ArrayExpression expression, IReadOnlyDictionary<string, Tensor>? point)
    {
        Expression = expression;
        values = point is null ? null : expression.Evaluator(point);
        Value = values?.Of(expression.Root);
        Name = ArrayFormulas.NameOf(expression);
        List<ArrayNode> steps = Steps(expression.Root);
        NameAll(steps);
        Dictionary<ArrayNode, Tensor?>? adjoints = Adjoints([.. expression.All, .. steps]);
        Rows = [.. steps.Select(step => Row(step, adjoints))];
        Variables =
        [
            .. expression.All.Select(variable => new ArrayVariable(
                variable.Name!, variable.Type.ToString(), values?.Of(variable).Detach(),
                expression.Indices.Contains(variable.Name!) ? null : adjoints?.GetValueOrDefault(variable))),
        ];
    }

    /// <summary>The expression.</summary>
    public ArrayExpression Expression { get; }

    /// <summary>What the value is called.</summary>
    public string Name { get; }

    /// <summary>The value; null without a point.</summary>
    public Tensor? Value { get; }

    /// <summary>The variables, with value and derivative.</summary>
    public IReadOnlyList<ArrayVariable> Variables { get; }

    /// <summary>The steps, each after those it depends on.</summary>
    public IReadOnlyList<ArrayRow> Rows { get; }

    /// <summary>The derivation without a point: shapes and formulas.</summary>
    /// <param name="expression">The expression.</param>
    /// <returns>The derivation.</returns>
    public static ArrayDerivation Of(ArrayExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        using Scope scope = GradMode.On();
        return new ArrayDerivation(expression, null);
    }

    /// <summary>The derivation at a point.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="point">A value for each variable.</param>
    /// <returns>The derivation.</returns>
    /// <exception cref="GraphException">A variable has no value, or one of another shape.</exception>
    public static ArrayDerivation Of(ArrayExpression expression, IReadOnlyDictionary<string, Tensor> point)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(point);
        using Scope scope = GradMode.On();
        var variables = new Dictionary<string, Tensor>();
        foreach (ArrayNode variable in expression.All)
        {
            if (point.TryGetValue(variable.Name!, out Tensor? value)) variables[variable.Name!] = value.Detach().To(expression.DType)
                .Clone().WithGrad();
        }

        expression.Evaluate(variables);
        return new ArrayDerivation(expression, variables);
    }

    /// <summary>Each row's operation and shape.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join('\n', Rows.Select(row => row.ToString()));

    /// <summary>The operations that depend on a variable, each after its arguments; a sum over an index is one.</summary>
    private static List<ArrayNode> Steps(ArrayNode root)
    {
        var steps = new List<ArrayNode>();
        var seen = new HashSet<ArrayNode>(ReferenceEqualityComparer.Instance);
        Visit(root);
        return steps;

        void Visit(ArrayNode node)
        {
            if (!seen.Add(node) || node.Arguments.Length == 0 || node.Variables.Count == 0) return;
            if (!node.Is(ArrayTable.IndexSum)) foreach (ArrayNode argument in node.Arguments) Visit(argument);
            steps.Add(node);
        }
    }

    private void NameAll(List<ArrayNode> steps)
    {
        var taken = new HashSet<string>([.. Expression.Variables, .. Expression.Shapes.Letters.Keys, Name, "e", "pi"]);
        foreach (ArrayNode variable in Expression.All) names[variable] = variable.Name!;
        foreach ((string name, ArrayNode value) in Expression.Statements)
        {
            taken.Add(name);
            names.TryAdd(value, name);
        }

        names.TryAdd(Expression.Root, Name);
        int number = 0;
        foreach (ArrayNode step in steps)
            if (!names.ContainsKey(step)) names[step] = Derivation.Unused("v", ref number, taken);
    }

    private Dictionary<ArrayNode, Tensor?>? Adjoints(ArrayNode[] nodes)
    {
        if (Value is null || !Expression.IsNumber) return null;
        (ArrayNode Node, Tensor Value)[] wanted =
            [.. nodes.Select(node => (node, values!.Of(node))).Where(pair => pair.Item2.RequiresGrad)];
        Tensor?[] found = Value.RequiresGrad
            ? Engine.Grad([Value], [.. wanted.Select(pair => pair.Value)], retainGraph: true, allowUnused: true)
            : new Tensor?[wanted.Length];
        var adjoints = new Dictionary<ArrayNode, Tensor?>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < found.Length; i++)
            adjoints[wanted[i].Node] = found[i]?.Detach() ?? Tensor.Zeros(wanted[i].Value.Shape, Expression.DType);
        return adjoints;
    }

    private ArrayRow Row(ArrayNode step, Dictionary<ArrayNode, Tensor?>? adjoints)
    {
        string name = names[step];
        Tensor? adjoint = adjoints?.GetValueOrDefault(step);
        ArrayWriter text = new(ArrayStyle.Text, NameOf, true);
        ArrayWriter latex = new(ArrayStyle.Latex, NameOf);
        var local = new LocalDerivatives(Expression, step, name, node => names.GetValueOrDefault(node), values, adjoint);
        return new ArrayRow(
            name, text.WriteCall(step), latex.WriteCall(step), step.Type.ToString(), values?.Of(step).Detach(), [.. local.All()], adjoint);

        string? NameOf(ArrayNode node) => node == step ? null : node.Variables.Count > 0 ? names.GetValueOrDefault(node) : null;
    }
}

/// <summary>A variable of a derivation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape in words.</param>
/// <param name="Value">Its value; null without a point.</param>
/// <param name="Adjoint">The derivative of the function with respect to it; null without a point, and for an index.</param>
public sealed record ArrayVariable(string Name, string Shape, Tensor? Value, Tensor? Adjoint);

/// <summary>A step of a derivation.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Operation">The operation on named inputs.</param>
/// <param name="Latex">The same in LaTeX.</param>
/// <param name="Shape">The shape of its value in words.</param>
/// <param name="Value">Its value; null without a point.</param>
/// <param name="Partials">Its local derivatives.</param>
/// <param name="Adjoint">The derivative of the function with respect to it; null without a point, and where the function is no
/// number.</param>
public sealed record ArrayRow(
    string Name, string Operation, string Latex, string Shape, Tensor? Value, IReadOnlyList<ArrayPartial> Partials, Tensor? Adjoint)
{
    /// <summary>The step and its shape.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name} = {Operation} : {Shape}";
}

/// <summary>A local derivative: of a step with respect to one of its inputs.</summary>
/// <param name="Input">The input.</param>
/// <param name="Kind">
/// What the formula is: <c>gradient</c> of a number, in the shape of the input; <c>entrywise</c>, the derivative of each entry by the one
/// at its place; <c>jacobian</c>, a matrix; <c>adjoint</c>, what the input's adjoint gains from that of the step; or <c>numbers</c>.
/// </param>
/// <param name="Formula">The formula; null for numbers.</param>
/// <param name="Latex">The formula in LaTeX.</param>
/// <param name="Value">Its value; null without a point, and where the formula has the adjoint in it.</param>
/// <param name="Gain">What the input's adjoint gains from this step; null without a point, and where the function is no number.</param>
public sealed record ArrayPartial(string Input, string Kind, string? Formula, string? Latex, Tensor? Value, Tensor? Gain);
