namespace Adjoint.Symbolic;

/// <summary>
/// A function of real numbers, with its gradient, as a program that runs without allocating: for functions that are
/// evaluated very often, as by an optimiser or a solver. It computes in float64.
/// </summary>
/// <remarks>
/// <para>
/// The graph of the gradient is made once, by reverse mode on symbolic tensors, and compiled together with that of the value:
/// equal subexpressions are computed once. Single numbers run through a list of instructions. Elementwise operations on
/// tensors run block by block, all in one loop, so that intermediate results stay in the processor's nearest cache.
/// </para>
/// <para>
/// An instance owns the memory that it computes in, so it serves one thread at a time; give every thread a
/// <see cref="Copy"/>. Compiling takes time linear in the number of operations.
/// </para>
/// </remarks>
/// <example><code>
/// Compiled f = Compiled.Of(x => (x * x).Sum(), [1000]);
/// double value = f.ValueAndGradient(point, gradient);
/// </code></example>
public sealed class Compiled
{
    private readonly Program value;
    private readonly Program valueAndGradient;

    private Compiled(int count, Program value, Program valueAndGradient) =>
        (Count, this.value, this.valueAndGradient) = (count, value, valueAndGradient);

    private Compiled(Graph graph)
    {
        Count = graph.Inputs.Sum(x => x.Numel);
        if (graph.Outputs is not [{ Numel: 1 } root])
            throw new ShapeException(
                "Compiled: a function with a gradient has one number as its result, "
                + $"not {string.Join(", ", graph.Outputs.Select(y => y.Shape.ToString()))}; reduce it first, say with Sum().");
        foreach (Tensor input in graph.Inputs)
        {
            if (input.DType != DType.Float64)
                throw new DTypeException(
                    $"Compiled: computes in float64, and an input is {input.DType.Name()}; capture the function with DType.Float64.");
        }

        Tensor?[] gradients = root.RequiresGrad && root.IsSymbolic
            ? Engine.Grad([root], [.. graph.Inputs], createGraph: true, allowUnused: true)
            : new Tensor?[graph.Inputs.Count];
        var lowering = new Lowering();
        Node[] nodes = lowering.Lower(
            graph.Inputs, [root, .. gradients.Select((g, i) => g ?? Tensor.Zeros(graph.Inputs[i].Shape, DType.Float64))]);
        var derivatives = new (Node, int)[gradients.Length];
        for (int i = 0, offset = 0; i < derivatives.Length; offset += graph.Inputs[i++].Numel) derivatives[i] = (nodes[i + 1], offset);
        value = Planner.Plan(nodes[0], [], lowering.Count);
        valueAndGradient = Planner.Plan(nodes[0], derivatives, lowering.Count);
    }

    /// <summary>How many numbers the function takes: those of all inputs, one after the other, each in row-major order.</summary>
    public int Count { get; }

    /// <summary>How many instructions value and gradient take together; one that runs over a row counts once.</summary>
    public int Instructions => valueAndGradient.Steps.Sum(step => step.Count);

    /// <summary>Of how many variables, in how many instructions.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"function of {Count} numbers, compiled to {Instructions} instructions";

    /// <summary>Compiles a captured function.</summary>
    /// <param name="graph">The captured function.</param>
    /// <returns>The program.</returns>
    /// <exception cref="ShapeException">The result is not a single number.</exception>
    /// <exception cref="DTypeException">An input is not float64.</exception>
    /// <exception cref="GraphException">An operation cannot be compiled; the message names it.</exception>
    public static Compiled Of(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new Compiled(graph);
    }

    /// <summary>Compiles an expression; its variables, in their order, are the numbers that it takes.</summary>
    /// <param name="expression">The expression, with one value.</param>
    /// <returns>The program.</returns>
    /// <exception cref="DTypeException">The expression is not in float64.</exception>
    /// <exception cref="GraphException">An operation cannot be compiled; the message names it.</exception>
    /// <exception cref="ShapeException">The expression has several values.</exception>
    public static Compiled Of(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return new Compiled(expression.Graph);
    }

    /// <summary>Captures a function of one float64 tensor and compiles it.</summary>
    /// <param name="function">The function; its result has one element.</param>
    /// <param name="shape">Sizes of its argument.</param>
    /// <returns>The program.</returns>
    /// <exception cref="ShapeException">The result is not a single number.</exception>
    /// <exception cref="GraphException">An operation cannot be compiled; the message names it.</exception>
    public static Compiled Of(Func<Tensor, Tensor> function, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Compiled(Graph.Capture(x => [function(x[0])], new Spec(DType.Float64, shape)));
    }

    /// <summary>The same program with memory of its own, for another thread.</summary>
    /// <returns>The program.</returns>
    public Compiled Copy() => new(Count, value.Copy(), valueAndGradient.Copy());

    /// <summary>The function's value.</summary>
    /// <param name="x">The function's arguments, those of tensors in row-major order.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ShapeException">There are not <see cref="Count"/> numbers.</exception>
    public double Value(ReadOnlySpan<double> x)
    {
        Check(x.Length, "The argument");
        return value.Run(x, default);
    }

    /// <summary>The function's value, and its derivative by each number.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="gradient">Where the derivatives go; it must not overlap the argument.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ShapeException">There are not <see cref="Count"/> numbers, or not as many places.</exception>
    public double ValueAndGradient(ReadOnlySpan<double> x, Span<double> gradient)
    {
        Check(x.Length, "The argument");
        Check(gradient.Length, "The gradient");
        return valueAndGradient.Run(x, gradient);
    }

    private void Check(int length, string what)
    {
        if (length != Count) throw new ShapeException($"Compiled: {what} has {length} numbers; the function takes {Count}.");
    }
}
