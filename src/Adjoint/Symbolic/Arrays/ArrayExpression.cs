namespace Adjoint.Symbolic;

/// <summary>
/// A function of numbers, vectors and matrices, read from text such as <c>sum((W @ x - b)^2)</c>. Everything that
/// <see cref="Expression"/> reads acts entry by entry.
/// </summary>
/// <remarks>
/// <para><c>@</c> is the matrix product and binds as * does, <c>*</c> multiplies entry by entry, <c>'</c> behind transposes; where
/// two arrays stand side by side, as in <c>W x</c>, the matrix product is meant. A vector is a column in products, and
/// <c>w' A w</c> is a number. Indices count from 1: <c>x[i]</c>, <c>W[i, :]</c>.</para>
/// <para>Shapes come from values or are declared, with letters for lengths: <c>W: h x d, x: d, k: index</c>. A name without either
/// is a number. <c>sum(i, 1, n, x[i]^2)</c> is a sum over an index.</para>
/// </remarks>
public sealed class ArrayExpression
{
    private ArrayExpression(string source, DType type, ArrayShapes shapes)
    {
        (Source, DType, Shapes, Graph) = (source, type, shapes, new ArrayGraph());
        Algebra = new ArrayAlgebra(Graph);
        var parser = new ArrayParser(source, Graph, shapes.Types, shapes.Letters);
        Root = parser.Parse();
        Statements = parser.Statements;
        All = parser.Variables;
        Indices = new HashSet<string>([.. shapes.Indices, .. ArrayIndices.Of(Root)]);
    }

    /// <summary>The text.</summary>
    public string Source { get; }

    /// <summary>The type of all numbers.</summary>
    public DType DType { get; }

    /// <summary>The names of the variables, in the order in which they appear.</summary>
    public IReadOnlyList<string> Variables => [.. All.Select(variable => variable.Name!)];

    /// <summary>The variables that have derivatives: those that do not count places or classes.</summary>
    public IReadOnlyList<string> Differentiable => [.. Variables.Where(name => !Indices.Contains(name))];

    /// <summary>The shape of the value in words, such as <c>number</c>, <c>3</c> or <c>h × d</c>.</summary>
    public string Shape => Root.Type.ToString();

    /// <summary>Whether the value is a single number.</summary>
    public bool IsNumber => Root.Type.IsScalar;

    internal ArrayGraph Graph { get; }

    internal ArrayAlgebra Algebra { get; }

    internal ArrayNode Root { get; }

    internal ArrayShapes Shapes { get; }

    internal IReadOnlyList<(string Name, ArrayNode Value)> Statements { get; }

    internal IReadOnlyList<ArrayNode> All { get; }

    internal IReadOnlySet<string> Indices { get; }

    /// <summary>The source.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Source;

    /// <summary>Whether a text can only be an expression with arrays: it has a matrix product, a transpose, an index or their
    /// functions.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True if so; false also for what is no expression.</returns>
    public static bool IsNeeded(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().ContainsAny("@'ᵀ∘⁻")) return true;
        for (int at = 0; at < text.Length; at++)
        {
            if (!char.IsLetter(text[at]) && text[at] != '_') continue;
            int start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_')) at++;
            if (at == text.Length) return false;
            if (text[at] == '[') return true;
            int next = at;
            while (next < text.Length && text[next] == ' ') next++;
            if (next < text.Length && text[next] == '(' && ArrayTable.IsOfArrays(text[start..at])) return true;
        }

        return false;
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="values">Values whose shapes the variables have.</param>
    /// <param name="shapes">Declarations of shapes, such as <c>W: h x d, x: d</c>.</param>
    /// <param name="dtype">The type to compute in: float64 or float32.</param>
    /// <returns>The expression.</returns>
    /// <exception cref="ExpressionException">The text is no expression, or shapes do not fit; the message shows where.</exception>
    public static ArrayExpression Parse(
        string text, IReadOnlyDictionary<string, Tensor>? values = null, string? shapes = null, DType dtype = DType.Float64)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (dtype is not (DType.Float32 or DType.Float64))
            throw new DTypeException($"ArrayExpression: computes in float64 or float32, not {dtype.Name()}.");
        return new ArrayExpression(text, dtype, ArrayShapes.Read(shapes, values ?? new Dictionary<string, Tensor>()));
    }

    /// <summary>The shape of a variable in words.</summary>
    /// <param name="variable">Its name.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="GraphException">There is no such variable.</exception>
    public string ShapeOf(string variable) => Find(variable).Type.ToString();

    /// <summary>Whether a name is a letter that stands for a length.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True if so.</returns>
    public bool IsLength(string name) => Shapes.Letters.ContainsKey(name);

    /// <summary>Computes the value.</summary>
    /// <param name="values">A value for each variable.</param>
    /// <returns>The value; derivatives flow through it to values that require a gradient.</returns>
    /// <exception cref="GraphException">A variable has no value, or one of another shape.</exception>
    public Tensor Evaluate(IReadOnlyDictionary<string, Tensor> values)
    {
        Check(values);
        return Evaluator(values).Of(Root);
    }

    /// <summary>The formula of the derivative of the value, a number, with respect to a variable.</summary>
    /// <param name="variable">Its name.</param>
    /// <returns>The formula in matrix notation, or with indices; without text where there is none.</returns>
    /// <exception cref="GraphException">There is no such variable, or the value is no number.</exception>
    public ArrayFormula Gradient(string variable) => IsNumber ? ArrayFormulas.Derivative(this, Find(variable))
        : throw new GraphException("ArrayExpression: the value is no number; its derivative is a Jacobian.");

    /// <summary>The formula of the derivatives of all entries of the value with respect to those of a variable.</summary>
    /// <param name="variable">Its name.</param>
    /// <returns>A matrix for two vectors; with indices for more axes.</returns>
    /// <exception cref="GraphException">There is no such variable.</exception>
    public ArrayFormula Jacobian(string variable) => ArrayFormulas.Derivative(this, Find(variable));

    /// <summary>The formula of second derivatives of the value, a number, with respect to two variables.</summary>
    /// <param name="first">The name of the variable of the rows.</param>
    /// <param name="second">The name of the variable of the columns.</param>
    /// <returns>A matrix for two vectors; with indices for more axes.</returns>
    /// <exception cref="GraphException">There is no such variable.</exception>
    public ArrayFormula Hessian(string first, string second) => ArrayFormulas.Second(this, Find(first), Find(second));

    /// <summary>The formula of an entry of the derivative, with sums over indices.</summary>
    /// <param name="variable">The name of the variable.</param>
    /// <returns>The formula.</returns>
    /// <exception cref="GraphException">There is no such variable.</exception>
    public ArrayFormula Entry(string variable) => ArrayFormulas.Entry(this, Find(variable));

    internal ArrayValues Evaluator(IReadOnlyDictionary<string, Tensor> values) => new(values, DType);

    internal ArrayNode Find(string variable) => All.FirstOrDefault(node => node.Name == variable)
        ?? throw new GraphException($"ArrayExpression: there is no variable '{variable}'; there are {string.Join(", ", Variables)}.");

    private void Check(IReadOnlyDictionary<string, Tensor> values)
    {
        foreach (ArrayNode variable in All)
        {
            if (!values.TryGetValue(variable.Name!, out Tensor? value))
                throw new GraphException($"ArrayExpression: '{variable.Name}' has no value.");
            if (!value.Shape.Span.SequenceEqual(variable.Type.Sizes))
                throw new GraphException($"ArrayExpression: '{variable.Name}' is {variable.Type}, but its value has shape {value.Shape}.");
        }
    }
}
