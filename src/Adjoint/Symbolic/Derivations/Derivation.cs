namespace Adjoint.Symbolic;

/// <summary>
/// The derivation of a function, step by step: a row for each operation, with its value, its derivative with respect to
/// each input, and the derivative of the function with respect to it. Everything is read off the recorded calls.
/// </summary>
/// <remarks>
/// Griewank &amp; Walther, Evaluating Derivatives, 2nd ed. 2008, call the rows an evaluation trace and the last column the
/// adjoints.
/// </remarks>
/// <example>
/// <code>
/// Tensor loss = model.Call(x).CrossEntropy(labels);
/// Console.WriteLine(Derivation.Of(loss, model.NamedParameters()).ToText());
/// </code>
/// </example>
public sealed partial class Derivation
{
    /// <summary>A row is written out in the variables as long as that takes no more parts than this.</summary>
    private const int MostPartsWrittenOut = 100;

    private readonly Dictionary<Value, string> names = [];
    private readonly Dictionary<Value, Tensor> values;
    private readonly List<Dictionary<Value, Tensor>> adjoints = [];
    private readonly Dictionary<Call, int> parts = new(ReferenceEqualityComparer.Instance);
    private readonly bool isSymbolic;

    private Derivation(
        IReadOnlyList<Tensor> outputs, IEnumerable<(string Name, Tensor Tensor)> variables,
        IEnumerable<(string Name, Tensor Tensor)> given, Dictionary<Value, Tensor> values, bool isSymbolic)
    {
        (this.values, this.isSymbolic) = (values, isSymbolic);
        List<Call> calls = PostOrder.Of(outputs, tensor => !IsConstant(tensor));
        var taken = new HashSet<string>();
        foreach ((string name, Tensor tensor) in variables.Concat(given))
        {
            taken.Add(name);
            if (!IsConstant(tensor)) names.TryAdd(tensor.Value, name);
        }

        List<(string Name, Tensor Tensor)> leaves = [.. variables];
        NameLeaves(calls, leaves, taken);
        NameCalls(calls, outputs, taken);
        Rows = [.. calls.Select(call => new DerivationRow(this, call, names[new Value(call, 0)]))];
        Outputs = outputs;
        Leaves = leaves;
    }

    /// <summary>The steps, each after those it depends on.</summary>
    public IReadOnlyList<DerivationRow> Rows { get; }

    /// <summary>The variables, with value and derivative.</summary>
    public IReadOnlyList<DerivationVariable> Variables =>
        [.. Leaves.Select(leaf => new DerivationVariable(leaf.Name, leaf.Tensor, ValueOf(leaf.Tensor), AdjointsOf(leaf.Tensor)))];

    /// <summary>What the function gives.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    private IReadOnlyList<(string Name, Tensor Tensor)> Leaves { get; }

    /// <summary>The derivation as text, as <see cref="ToText"/> writes it.</summary>
    /// <inheritdoc/>
    public override string ToString() => ToText();

    /// <summary>
    /// The derivation of a tensor that was computed from others which require a gradient, or of a symbolic one. Tensors
    /// that the tape did not keep are computed again where possible; for the others the trace has no value.
    /// </summary>
    /// <param name="tensor">The result. A single number also gets the derivatives with respect to every row.</param>
    /// <param name="names">Names for some tensors, such as a module's parameters; others are called by their place.</param>
    /// <returns>The derivation.</returns>
    /// <exception cref="GraphException">A backward pass has freed the graph; pass it retainGraph: true.</exception>
    public static Derivation Of(Tensor tensor, IEnumerable<(string Name, Tensor Tensor)>? names = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var derivation = new Derivation([tensor], [], names ?? [], TapeValues.Values(tensor), tensor.IsSymbolic);
        if (tensor is { Numel: 1, IsSymbolic: false, RequiresGrad: true })
            derivation.FindAdjoints(tensor, key => key.Call?.Output ?? (Tensor)key.Node);
        return derivation;
    }

    /// <summary>The derivation of an expression without a point: formulas only.</summary>
    /// <param name="expression">The expression.</param>
    /// <returns>The derivation.</returns>
    public static Derivation Of(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return Create(expression, new Dictionary<Value, Tensor>());
    }

    /// <summary>
    /// The derivation of an expression at a point: one number for each variable, in their order. One with several values
    /// has adjoints for each of them.
    /// </summary>
    /// <param name="expression">The expression.</param>
    /// <param name="point">A number for each variable.</param>
    /// <returns>The derivation.</returns>
    /// <exception cref="DomainException">The expression has no value there; the message names the step.</exception>
    /// <exception cref="ShapeException">There are not as many numbers as variables.</exception>
    public static Derivation Of(Expression expression, params ReadOnlySpan<double> point)
    {
        ArgumentNullException.ThrowIfNull(expression);
        Derivation names = Of(expression);
        var x = new Tensor[point.Length];
        for (int i = 0; i < x.Length; i++) x[i] = Tensor.Scalar(point[i], expression.DType).WithGrad();
        using Scope scope = GradMode.On();
        Dictionary<Value, Tensor> known = expression.Graph.Replay(
            x, (call, inputs, y) => DomainException.Check(call, inputs, y, names.NameOf));
        Derivation derivation = Create(expression, known);
        foreach (Tensor output in expression.Outputs)
            derivation.FindAdjoints(output.IsSymbolic ? known[output.Value] : null, key => known[key]);
        return derivation;
    }

    /// <summary>What a tensor is called; null for a constant, which is written as a number.</summary>
    internal string? NameOf(Tensor tensor) => names.GetValueOrDefault(tensor.Value);

    /// <summary>The value of a variable, row or constant; null if it is not known.</summary>
    internal Tensor? ValueOf(Tensor tensor) => values.GetValueOrDefault(tensor.Value) ?? (tensor.IsSymbolic ? null : tensor);

    /// <summary>The derivative of each value of the function with respect to a variable or row; null if it is not known.</summary>
    internal IReadOnlyList<Tensor?> AdjointsOf(Tensor tensor) =>
        [.. adjoints.Select(known => known.GetValueOrDefault(tensor.Value))];

    /// <summary>The inputs of a call that are no constants, each once, with the places where it stands.</summary>
    internal List<(string Name, Tensor Tensor, List<int> Places)> DistinctInputs(Call call)
    {
        var distinct = new List<(string Name, Tensor Tensor, List<int> Places)>();
        ReadOnlySpan<Tensor> inputs = call.Inputs;
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor input = inputs[i];
            if (NameOf(input) is not { } name) continue;
            int known = distinct.FindIndex(other => other.Tensor.Value == input.Value);
            if (known >= 0) distinct[known].Places.Add(i);
            else distinct.Add((name, input, [i]));
        }

        return distinct;
    }

    /// <summary>The local partial derivatives of a row.</summary>
    internal IReadOnlyList<LocalPartial> Differentiate(DerivationRow row)
    {
        Call call = row.Call;
        List<(string Name, Tensor Tensor, List<int> Places)> inputs = DistinctInputs(call);
        Tensor[] symbols = call.Inputs.ToArray();
        foreach ((string name, Tensor tensor, List<int> places) in inputs)
        {
            Tensor symbol = Stand(tensor, name);
            foreach (int place in places) symbols[place] = symbol;
        }

        Tensor y = Stand(call.Output, row.Name);
        bool isNumber = call.Spec.Shape.Rank == 0 && symbols.All(symbol => symbol.Rank == 0);
        Tensor g = isNumber ? Tensor.Ones([], call.Spec.DType) : Tensor.Symbol("g", call.Spec.DType, call.Spec.Shape);
        var partials = new List<LocalPartial>();
        foreach ((string name, Tensor tensor, List<int> places) in inputs)
        {
            if (!tensor.DType.IsFloatingPoint() || !call.Spec.DType.IsFloatingPoint()) continue;
            Tensor slope = LocalSlope.Pull(call.Op, symbols, y, places, g) ?? Tensor.Zeros(tensor.Shape, tensor.DType);
            if (isNumber) slope = Simplifier.Simplify(slope);
            partials.Add(new LocalPartial(name, slope, isNumber ? SlopeValue(call, places) : null));
        }

        return partials;
    }

    /// <summary>A row in terms of the variables.</summary>
    internal string WriteOut(DerivationRow row)
    {
        if (parts.Count == 0)
        {
            foreach (DerivationRow each in Rows)
            {
                long count = 1;
                foreach (Tensor input in each.Call.Inputs)
                    count += input.Creator is { } creator ? parts.GetValueOrDefault(creator, 1) : 1;
                parts[each.Call] = (int)Math.Min(count, int.MaxValue);
            }
        }

        return parts[row.Call] > MostPartsWrittenOut
            ? row.Operation
            : Formula.Text(row.Call, tensor => tensor.Creator is null ? NameOf(tensor) : null);
    }

    private static Derivation Create(Expression expression, Dictionary<Value, Tensor> values) => new(
        expression.Outputs, expression.Variables.Select(variable => (variable.Name!, variable)), expression.Statements, values, true);

    private static Tensor Stand(Tensor tensor, string name)
    {
        if (tensor.DType.IsFloatingPoint()) return Tensor.Symbol(name, tensor.DType, tensor.Shape);
        Tensor symbol = Tensor.Symbolic(tensor.Shape, tensor.DType);
        symbol.Name = name;
        return symbol;
    }

    /// <summary>
    /// Whether a tensor is a constant of the function, written as a number: in a symbolic graph what has a value, in a
    /// recorded one a number that nothing flows back to.
    /// </summary>
    private bool IsConstant(Tensor tensor) => isSymbolic
        ? !tensor.IsSymbolic
        : tensor is { Creator: null, RequiresGrad: false, IsSymbolic: false }
            && (tensor.Numel == 1 || (tensor.Numel > 0 && !tensor.Strides.ContainsAnyExcept(0)));

    private double? SlopeValue(Call call, List<int> places)
    {
        Tensor?[] x = Array.ConvertAll(call.Inputs.ToArray(), input => ValueOf(input)?.Detach());
        return Array.TrueForAll(x, value => value is not null) && ValueOf(call.Output) is { } y
            ? LocalSlope.Value(call.Op, x!, y.Detach(), places)
            : null;
    }

    private void FindAdjoints(Tensor? root, Func<Value, Tensor> real)
    {
        var known = new Dictionary<Value, Tensor>();
        adjoints.Add(known);
        IEnumerable<Value> keys = [.. Rows.Select(row => new Value(row.Call, 0)), .. Leaves.Select(leaf => leaf.Tensor.Value)];
        (Value Key, Tensor Tensor)[] wanted = [.. keys.Select(key => (key, real(key))).Where(pair => pair.Item2.RequiresGrad)];
        // A constant depends on nothing.
        Tensor?[] found = root is null ? new Tensor?[wanted.Length] : Engine.Grad(
            [root], [.. wanted.Select(pair => pair.Tensor)], retainGraph: true, allowUnused: true);
        for (int i = 0; i < found.Length; i++)
            known[wanted[i].Key] = found[i] ?? Tensor.Zeros(wanted[i].Tensor.Shape, wanted[i].Tensor.DType);
    }

    /// <summary>Names the leaves that have none: parameters by p, data by d and a number.</summary>
    private void NameLeaves(List<Call> calls, List<(string Name, Tensor Tensor)> leaves, HashSet<string> taken)
    {
        var known = new HashSet<object>(leaves.Select(leaf => (object)leaf.Tensor), ReferenceEqualityComparer.Instance);
        int number = 0;
        foreach (Call call in calls)
        {
            foreach (Tensor input in call.Inputs)
            {
                if (input.Creator is not null || IsConstant(input) || !known.Add(input)) continue;
                if (!names.TryGetValue(input.Value, out string? name))
                {
                    name = input.Name is { } own && taken.Add(own) ? own : Unused(input.RequiresGrad ? "p" : "d", ref number, taken);
                    names[input.Value] = name;
                }

                leaves.Add((name, input));
            }
        }
    }

    /// <summary>Names the calls that have no name: v1, v2, …; the last one f, several results f1, f2, ….</summary>
    private void NameCalls(List<Call> calls, IReadOnlyList<Tensor> outputs, HashSet<string> taken)
    {
        int number = 0;
        foreach (Tensor output in outputs)
        {
            if (output.Creator is null || IsConstant(output) || names.ContainsKey(output.Value)) continue;
            names[output.Value] = outputs.Count == 1 && taken.Add("f") ? "f" : Unused("f", ref number, taken);
        }

        number = 0;
        foreach (Call call in calls)
            if (!names.ContainsKey(new Value(call, 0))) names[new Value(call, 0)] = Unused("v", ref number, taken);
    }

    /// <summary>The stem with the next number that makes a name which is not taken; then it is.</summary>
    internal static string Unused(string stem, ref int number, HashSet<string> taken)
    {
        string name;
        do name = string.Create(CultureInfo.InvariantCulture, $"{stem}{++number}");
        while (!taken.Add(name));
        return name;
    }
}
