namespace Adjoint;

/// <summary>
/// Derivatives of functions of tensors. A function is any C# method made of tensor operations; what it reads from outside
/// counts as constant. Results are like those of operations: nothing is written to <see cref="Tensor.Grad"/>, and they are
/// recorded, and so can be differentiated again to any order, where something that they depend on requires a gradient.
/// </summary>
/// <remarks>
/// Names and shapes are those of PyTorch's torch.func and torch.autograd.functional. Inputs are real; integers and other
/// data are read from outside.
/// </remarks>
public static partial class Functional
{
    /// <summary>The gradient of a function that gives a single number.</summary>
    /// <returns>Of x's shape.</returns>
    /// <exception cref="ShapeException">The function gives something else than a single number.</exception>
    public static Tensor Gradient(Func<Tensor, Tensor> func, Tensor x) => ValueAndGradient(func, x).Gradient;

    /// <summary>The gradients with respect to several inputs.</summary>
    /// <inheritdoc cref="Gradient(Func{Tensor, Tensor}, Tensor)"/>
    public static Tensor[] Gradient(Func<Tensor[], Tensor> func, Tensor[] x) => ValueAndGradient(func, x).Gradients;

    /// <summary>The gradients with respect to named tensors, such as the parameters of a module for <see cref="Call"/>.</summary>
    /// <inheritdoc cref="Gradient(Func{Tensor, Tensor}, Tensor)"/>
    public static OrderedDictionary<string, Tensor> Gradient(
        Func<IReadOnlyDictionary<string, Tensor>, Tensor> func, IReadOnlyDictionary<string, Tensor> x) =>
        ValueAndGradient(func, x).Gradients;

    /// <summary>The value of a function that gives a single number, and its gradient, in one run.</summary>
    /// <exception cref="ShapeException">The function gives something else than a single number.</exception>
    public static (Tensor Value, Tensor Gradient) ValueAndGradient(Func<Tensor, Tensor> func, Tensor x)
    {
        (Tensor value, Tensor[] gradients) = ValueAndGradient(Single(func), [x]);
        return (value, gradients[0]);
    }

    /// <summary>The value, and the gradients with respect to several inputs.</summary>
    /// <inheritdoc cref="ValueAndGradient(Func{Tensor, Tensor}, Tensor)"/>
    public static (Tensor Value, Tensor[] Gradients) ValueAndGradient(Func<Tensor[], Tensor> func, Tensor[] x)
    {
        Trace trace = Trace.OfScalar("Gradient", func, x);
        using Scope _ = trace.Mode();
        Tensor y = trace.Outputs[0];
        return (trace.Values[0], trace.Pull([Tensor.Ones(y.Shape, y.DType)], retain: false));
    }

    /// <summary>The value, and the gradients with respect to named tensors.</summary>
    /// <inheritdoc cref="ValueAndGradient(Func{Tensor, Tensor}, Tensor)"/>
    public static (Tensor Value, OrderedDictionary<string, Tensor> Gradients) ValueAndGradient(
        Func<IReadOnlyDictionary<string, Tensor>, Tensor> func, IReadOnlyDictionary<string, Tensor> x)
    {
        ArgumentNullException.ThrowIfNull(func);
        ArgumentNullException.ThrowIfNull(x);
        string[] names = [.. x.Keys];
        (Tensor value, Tensor[] gradients) = ValueAndGradient(inputs => func(Named(names, inputs)), [.. names.Select(name => x[name])]);
        return (value, Named(names, gradients));
    }

    /// <summary>Forward mode: the value, and how it moves when x moves along a tangent: J·t.</summary>
    /// <param name="func">The function.</param>
    /// <param name="x">Where.</param>
    /// <param name="tangent">The direction, of x's shape.</param>
    /// <returns>The value, and a tangent of its shape.</returns>
    public static (Tensor Value, Tensor Tangent) Jvp(Func<Tensor, Tensor> func, Tensor x, Tensor tangent)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(tangent);
        (Tensor[] values, Tensor[] tangents) = Jvp(Listed(func), [x], [tangent]);
        return (values[0], tangents[0]);
    }

    /// <summary>The same with several inputs, which all move, and several results.</summary>
    /// <inheritdoc cref="Jvp(Func{Tensor, Tensor}, Tensor, Tensor)"/>
    public static (Tensor[] Values, Tensor[] Tangents) Jvp(Func<Tensor[], Tensor[]> func, Tensor[] x, Tensor[] tangents)
    {
        ArgumentNullException.ThrowIfNull(tangents);
        Trace trace = Trace.Of("Jvp", func, x);
        using Scope _ = trace.Mode(tangents);
        return (trace.Values, trace.Push(tangents));
    }

    /// <summary>Reverse mode: the value, and the gradient that one of the result's shape pulls back: gᵀ·J.</summary>
    /// <param name="func">The function.</param>
    /// <param name="x">Where.</param>
    /// <param name="gradient">What is pulled back, of the result's shape.</param>
    /// <returns>The value, and a gradient of x's shape.</returns>
    public static (Tensor Value, Tensor Gradient) Vjp(Func<Tensor, Tensor> func, Tensor x, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(gradient);
        (Tensor[] values, Tensor[] gradients) = Vjp(Listed(func), [x], [gradient]);
        return (values[0], gradients[0]);
    }

    /// <summary>The same with several inputs and several results.</summary>
    /// <inheritdoc cref="Vjp(Func{Tensor, Tensor}, Tensor, Tensor)"/>
    public static (Tensor[] Values, Tensor[] Gradients) Vjp(Func<Tensor[], Tensor[]> func, Tensor[] x, Tensor[] gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        Trace trace = Trace.Of("Vjp", func, x);
        using Scope _ = trace.Mode(gradients);
        return (trace.Values, trace.Pull(gradients, retain: false));
    }

    private static Func<Tensor[], Tensor> Single(Func<Tensor, Tensor> func)
    {
        ArgumentNullException.ThrowIfNull(func);
        return x => func(x[0]);
    }

    private static Func<Tensor[], Tensor[]> Listed(Func<Tensor, Tensor> func)
    {
        ArgumentNullException.ThrowIfNull(func);
        return x => [func(x[0])];
    }

    private static OrderedDictionary<string, Tensor> Named(string[] names, Tensor[] tensors)
    {
        var named = new OrderedDictionary<string, Tensor>(names.Length);
        for (int i = 0; i < names.Length; i++) named.Add(names[i], tensors[i]);
        return named;
    }
}
