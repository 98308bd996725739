namespace Adjoint.Symbolic;

/// <summary>
/// A function of numbers, read from text such as <c>q = x^2/log(x); (q + c)*(q - c)</c> into a graph of calls. Equal
/// subexpressions are one call.
/// </summary>
/// <remarks>
/// <para>Numbers, names, + − * / ^, parentheses and functions. ^ binds tightest and from the right, then a minus in front
/// (−x^2 is −(x^2), and 2^−x is allowed), then * and / from the left, then + and −.</para>
/// <para>A missing sign means a product that binds as * does: <c>2x</c>, <c>3(x + 1)</c>, <c>(a)(b)</c>, <c>x y</c>; so
/// <c>1/2x</c> is (1/2)·x. A name is as long as its letters, digits and underscores go: <c>xy</c> is one name.</para>
/// <para>A condition in brackets, <c>[x > 0]</c>, is 1 where it holds and 0 elsewhere; <c>cases(x > 0, x, 0)</c> chooses.</para>
/// <para>pi and e are constants, and <c>e^x</c> is exp(x). Statements end with a semicolon or a line; all but the last
/// have a name, which may be given a new value computed from its old one, and the value is that of the last: one expression, or
/// several in brackets, <c>[x + y, x*y]</c>.</para>
/// </remarks>
public sealed class Expression
{
    internal Expression(
        string source, IReadOnlyList<Tensor> variables, IReadOnlyList<(string Name, Tensor Value)> statements,
        Tensor[] outputs, bool isVector, DType dtype)
    {
        (Source, Variables, Statements, IsVector, DType) = (source, variables, statements, isVector, dtype);
        Graph = Graph.Of([.. variables], outputs);
    }

    /// <summary>The text.</summary>
    public string Source { get; }

    /// <summary>The source.</summary>
    /// <inheritdoc/>
    public override string ToString() => Source;

    /// <summary>The variables: symbolic numbers with names, in the order in which they appear.</summary>
    public IReadOnlyList<Tensor> Variables { get; }

    /// <summary>What statements have given a name to, in order.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Statements { get; }

    /// <summary>Whether the value is a list in brackets, perhaps of one.</summary>
    public bool IsVector { get; }

    /// <summary>The type of all numbers.</summary>
    public DType DType { get; }

    /// <summary>The function as calls; its inputs are the variables.</summary>
    public Graph Graph { get; }

    /// <summary>
    /// The values: symbolic numbers; or, where no variable takes part, constants. A constant that was computed has a
    /// <see cref="Tensor.Creator"/> too.
    /// </summary>
    public IReadOnlyList<Tensor> Outputs => Graph.Outputs;

    /// <summary>Which variable, in their order, a symbol is.</summary>
    internal int PlaceOf(Tensor variable) => Variables.ToList().IndexOf(variable) is >= 0 and var place ? place
        : throw new GraphException($"Expression: {variable.Name ?? "a tensor"} is no variable of the expression.");

    /// <summary>The functions that expressions know, by name.</summary>
    public static IEnumerable<string> Functions => ScalarFunction.All.Keys.Append("cases").Order(StringComparer.Ordinal);

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="dtype">The type to compute in: float64 or float32.</param>
    /// <returns>The expression.</returns>
    /// <exception cref="ExpressionException">The text is no expression; the message shows where.</exception>
    public static Expression Parse(string text, DType dtype = DType.Float64)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (dtype is not (DType.Float32 or DType.Float64))
            throw new DTypeException($"Expression: computes in float64 or float32, not {dtype.Name()}.");
        using Scope scope = GradMode.On();
        return new Parser(text, dtype).Parse();
    }

    /// <summary>Computes the values at a point: one number for each variable, in their order.</summary>
    /// <param name="point">A number for each variable.</param>
    /// <returns>The values, in their order.</returns>
    /// <exception cref="ShapeException">There are not as many numbers as variables.</exception>
    public double[] Evaluate(params ReadOnlySpan<double> point)
    {
        var x = new Tensor[point.Length];
        for (int i = 0; i < x.Length; i++) x[i] = Tensor.Scalar(point[i], DType);
        using Scope scope = GradMode.Off();
        return [.. Graph.Run(x).Select(y => y.Item())];
    }
}
