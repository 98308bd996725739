namespace Adjoint;

/// <summary>How a Jacobian is computed.</summary>
public enum JacobianMode
{
    /// <summary>Forward if the function has fewer inputs than results, counted in numbers; else reverse.</summary>
    Auto,

    /// <summary>One push for each input number: column by column.</summary>
    Forward,

    /// <summary>One pull for each resulting number: row by row.</summary>
    Reverse,
}

public static partial class Functional
{
    /// <summary>All partial derivatives of a function of one tensor.</summary>
    /// <param name="func">The function; it runs once.</param>
    /// <param name="x">Where.</param>
    /// <param name="mode">By columns or by rows.</param>
    /// <param name="vectorize">
    /// Whether all columns or rows are computed at once, by <see cref="Vmap(Func{Tensor, Tensor}, int, int, Randomness)"/>
    /// of the derivative; otherwise one after the other, which takes less memory, and works with rules that read values.
    /// </param>
    /// <returns>The axes of the result, then those of x.</returns>
    public static Tensor Jacobian(
        Func<Tensor, Tensor> func, Tensor x, JacobianMode mode = JacobianMode.Auto, bool vectorize = true) =>
        Jacobian(Listed(func), [x], mode, vectorize)[0][0];

    /// <summary>All partial derivatives of several results with respect to several inputs.</summary>
    /// <returns>For each result and each input: the axes of the result, then those of the input.</returns>
    /// <inheritdoc cref="Jacobian(Func{Tensor, Tensor}, Tensor, JacobianMode, bool)"/>
    public static Tensor[][] Jacobian(
        Func<Tensor[], Tensor[]> func, Tensor[] x, JacobianMode mode = JacobianMode.Auto, bool vectorize = true)
    {
        Trace trace = Trace.Of("Jacobian", func, x);
        if (Array.Find(trace.Outputs, y => !y.DType.IsFloatingPoint()) is { } whole)
            throw new DTypeException($"Jacobian: a result is {whole.DType.Name()}, and only real results have derivatives.");

        using Scope _ = trace.Mode();
        if (mode == JacobianMode.Auto)
            mode = x.Sum(t => (long)t.Numel) < trace.Outputs.Sum(t => (long)t.Numel) ? JacobianMode.Forward : JacobianMode.Reverse;
        return mode == JacobianMode.Reverse ? ByRows(trace, vectorize) : Columns(
            "Jacobian", trace.Inputs, trace.Outputs, (input, v) => trace.Push(trace.Outputs, [input], [v]), vectorize);
    }

    /// <summary>The matrix of second derivatives of a function that gives a single number, forward over reverse.</summary>
    /// <param name="func">The function; it runs once.</param>
    /// <param name="x">Where.</param>
    /// <param name="vectorize">As for <see cref="Jacobian(Func{Tensor, Tensor}, Tensor, JacobianMode, bool)"/>.</param>
    /// <returns>The axes of x, twice.</returns>
    /// <exception cref="ShapeException">The function gives something else than a single number.</exception>
    public static Tensor Hessian(Func<Tensor, Tensor> func, Tensor x, bool vectorize = true) =>
        Hessian(Single(func), [x], vectorize)[0][0];

    /// <summary>The second derivatives with respect to each pair of inputs.</summary>
    /// <returns>For each two inputs: the axes of the first, then those of the second.</returns>
    /// <inheritdoc cref="Hessian(Func{Tensor, Tensor}, Tensor, bool)"/>
    public static Tensor[][] Hessian(Func<Tensor[], Tensor> func, Tensor[] x, bool vectorize = true)
    {
        Trace trace = Trace.OfScalar("Hessian", func, x);
        Tensor[] gradients = trace.PullRecorded();
        using Scope _ = trace.Mode();
        return Columns("Hessian", trace.Inputs, gradients, (input, v) => trace.Push(gradients, [input], [v]), vectorize);
    }

    /// <summary>The Hessian times a vector, forward over reverse: the matrix is never made.</summary>
    /// <param name="func">A function that gives a single number.</param>
    /// <param name="x">Where.</param>
    /// <param name="vector">Of x's shape.</param>
    /// <returns>The value, and H·v of x's shape.</returns>
    /// <exception cref="ShapeException">The function gives something else than a single number.</exception>
    public static (Tensor Value, Tensor Product) Hvp(Func<Tensor, Tensor> func, Tensor x, Tensor vector)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(vector);
        (Tensor value, Tensor[] products) = Hvp(Single(func), [x], [vector]);
        return (value, products[0]);
    }

    /// <summary>The same with several inputs: the Hessian of them all together.</summary>
    /// <inheritdoc cref="Hvp(Func{Tensor, Tensor}, Tensor, Tensor)"/>
    public static (Tensor Value, Tensor[] Products) Hvp(Func<Tensor[], Tensor> func, Tensor[] x, Tensor[] vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        Trace trace = Trace.OfScalar("Hvp", func, x);
        if (vectors.Length != x.Length)
            throw new ShapeException($"Hvp: takes {x.Length} vectors, one for each input, not {vectors.Length}.");
        for (int i = 0; i < x.Length; i++) Engine.CheckFits("Hvp: a vector", vectors[i], x[i]);
        Tensor[] gradients = trace.PullRecorded();
        using Scope _ = trace.Mode(vectors);
        return (trace.Values[0], trace.Push(gradients, trace.Inputs, vectors));
    }

    /// <summary>The sum of the second derivatives along each coordinate: the trace of the Hessian, which is never made.</summary>
    /// <returns>A number.</returns>
    /// <inheritdoc cref="Hessian(Func{Tensor, Tensor}, Tensor, bool)"/>
    public static Tensor Laplacian(Func<Tensor, Tensor> func, Tensor x, bool vectorize = true)
    {
        Trace trace = Trace.OfScalar("Laplacian", Single(func), [x]);
        Tensor[] gradients = trace.PullRecorded();
        using Scope _ = trace.Mode();
        return OverBasis("Laplacian", x, v => [(trace.Push(gradients, trace.Inputs, [v])[0] * v).Sum()], vectorize)[0].Sum();
    }

    private static Tensor[][] ByRows(Trace trace, bool vectorize)
    {
        var jacobians = new Tensor[trace.Outputs.Length][];
        for (int o = 0; o < jacobians.Length; o++)
        {
            Tensor y = trace.Outputs[o];
            Tensor[] rows = OverBasis("Jacobian", y, v => trace.Pull(Only(trace.Outputs.Length, o, v), retain: true), vectorize);
            jacobians[o] = [.. rows.Select((r, i) => r.Reshape([.. y.Shape.Span, .. trace.Inputs[i].Shape.Span]))];
        }

        return jacobians;
    }

    /// <summary>Pushes a basis of each input to the outputs.</summary>
    private static Tensor[][] Columns(
        string operation, Tensor[] inputs, Tensor[] outputs, Func<Tensor, Tensor, Tensor[]> push, bool vectorize)
    {
        Tensor[][] jacobians = [.. outputs.Select(_ => new Tensor[inputs.Length])];
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor x = inputs[i];
            Tensor[] columns = OverBasis(operation, x, v => push(x, v), vectorize);
            for (int o = 0; o < outputs.Length; o++)
                jacobians[o][i] = Move(columns[o], 0, -1).Reshape([.. outputs[o].Shape.Span, .. x.Shape.Span]);
        }

        return jacobians;
    }

    /// <summary>
    /// A linear function of something of a tensor's shape at each of the unit vectors there; the results are stacked along
    /// a new first axis.
    /// </summary>
    private static Tensor[] OverBasis(string operation, Tensor like, Func<Tensor, Tensor[]> func, bool vectorize)
    {
        Tensor basis = Tensor.Eye(like.Numel, null, like.DType).Reshape([like.Numel, .. like.Shape.Span]);
        if (vectorize || like.Numel == 0)
            return Batching.Map(operation, v => func(v[0]), [basis], [true], like.Numel);
        Tensor[][] each = [.. Enumerable.Range(0, like.Numel).Select(i => func(basis[i]))];
        return [.. each[0].Select((_, k) => Tensor.Stack([.. each.Select(results => results[k])]))];
    }

    private static Tensor?[] Only(int count, int index, Tensor seed)
    {
        var seeds = new Tensor?[count];
        seeds[index] = seed;
        return seeds;
    }
}
