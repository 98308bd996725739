namespace Adjoint.Symbolic;

/// <summary>The values, local partials and adjoints of a trace as exact numbers.</summary>
public sealed class ExactTrace
{
    private readonly Dictionary<string, ExactNumber> values = [];
    private readonly Dictionary<string, ExactNumber> adjoints = [];

    private ExactTrace(IReadOnlyList<ExactRow> rows) => Rows = rows;

    /// <summary>The rows, in the order of the trace.</summary>
    public IReadOnlyList<ExactRow> Rows { get; private set; }

    /// <summary>The rows with their values.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join("; ", Rows);

    /// <summary>The value of a variable or row.</summary>
    /// <param name="name">What it is called.</param>
    /// <returns>The value; null if there is no such name.</returns>
    public ExactNumber? Value(string name) => values.GetValueOrDefault(name);

    /// <summary>The derivative of a function with one value with respect to a variable or row.</summary>
    /// <param name="name">What it is called.</param>
    /// <returns>The derivative; null if there is no such name.</returns>
    public ExactNumber? Adjoint(string name) => adjoints.GetValueOrDefault(name);

    /// <summary>Reads a constant such as <c>1/3</c> or <c>pi/2</c> exactly.</summary>
    /// <param name="text">An expression without variables.</param>
    /// <returns>The number.</returns>
    public static ExactNumber Read(string text) => Evaluate(Expression.Parse(text).Outputs[0], _ => null);

    /// <summary>The trace of an expression at a point.</summary>
    /// <param name="trace">A trace of numbers at a point, with one result.</param>
    /// <param name="point">Exact numbers for variables; for the others the decimals of their values.</param>
    /// <returns>The trace.</returns>
    public static ExactTrace Of(Derivation trace, IReadOnlyDictionary<string, ExactNumber>? point = null)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var exact = new ExactTrace([]);
        foreach (DerivationVariable variable in trace.Variables)
        {
            exact.values[variable.Name] = point?.GetValueOrDefault(variable.Name)
                ?? ExactNumber.From(variable.Value?.Detach().Item() ?? double.NaN);
        }

        var partials = new ExactNumber[trace.Rows.Count][];
        for (int i = 0; i < partials.Length; i++)
        {
            DerivationRow row = trace.Rows[i];
            exact.values[row.Name] = ExactFunctions.Apply(row.Call, [.. row.Call.Inputs.ToArray().Select(
                input => Evaluate(input, tensor => trace.NameOf(tensor) is { } name ? exact.values[name] : null))]);
            partials[i] = [.. row.Partials.Select(partial =>
                Evaluate(partial.Slope, tensor => tensor.Name is { } name ? exact.values.GetValueOrDefault(name) : null))];
        }

        if (trace.Outputs.Count == 1 && trace.NameOf(trace.Outputs[0]) is { } result) exact.adjoints[result] = ExactNumber.One;
        for (int i = partials.Length - 1; i >= 0; i--)
        {
            DerivationRow row = trace.Rows[i];
            ExactNumber adjoint = exact.adjoints.TryAdd(row.Name, ExactNumber.Zero) ? ExactNumber.Zero : exact.adjoints[row.Name];
            for (int p = 0; p < partials[i].Length; p++)
            {
                string input = row.Partials[p].Input;
                exact.adjoints[input] = (exact.adjoints.GetValueOrDefault(input) ?? ExactNumber.Zero) + (adjoint * partials[i][p]);
            }
        }

        foreach (DerivationVariable variable in trace.Variables) exact.adjoints.TryAdd(variable.Name, ExactNumber.Zero);
        exact.Rows = [.. trace.Rows.Select((row, i) => new ExactRow(row.Name, exact.values[row.Name], partials[i],
            exact.adjoints[row.Name]))];
        return exact;
    }

    /// <summary>The exact value of a formula.</summary>
    private static ExactNumber Evaluate(Tensor root, Func<Tensor, ExactNumber?> given)
    {
        var known = new Dictionary<Value, ExactNumber>();
        if (given(root) is { } own) return own;
        foreach (Call call in PostOrder.Of([root], tensor => given(tensor) is null))
            known[new Value(call, 0)] = ExactFunctions.Apply(call, [.. call.Inputs.ToArray().Select(Get)]);
        return Get(root);

        ExactNumber Get(Tensor tensor)
        {
            if (given(tensor) is { } value) return value;
            if (known.TryGetValue(tensor.Value, out ExactNumber? computed)) return computed;
            return tensor.Name switch
            {
                "pi" when tensor.Detach().Item() is var pi && Math.Abs(pi - Math.PI) < 1e-6 => ExactNumber.Of(Atom.Pi),
                "e" when tensor.Detach().Item() is var e && Math.Abs(e - Math.E) < 1e-6 => ExactNumber.Of(Atom.E),
                _ => ExactNumber.From(tensor.Detach().To(DType.Float64).Item()),
            };
        }
    }
}

/// <summary>A row of an exact trace.</summary>
/// <param name="Name">The row.</param>
/// <param name="Value">Its value.</param>
/// <param name="Partials">The local partial derivatives, in the order of the row's.</param>
/// <param name="Adjoint">The derivative of the function with respect to the row; null if it has several values.</param>
public sealed record ExactRow(string Name, ExactNumber Value, IReadOnlyList<ExactNumber> Partials, ExactNumber? Adjoint)
{
    /// <summary>Name and value.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name} = {Value}";
}
