namespace Adjoint;

/// <summary>
/// An operation made of two functions: what it computes, and how a gradient is pulled back. For a derivative that is
/// better than the one that would follow from the operations inside: more stable, cheaper, or not the true one on purpose.
/// </summary>
/// <remarks>
/// The pull-back is made of tensor operations, so forward mode, higher orders and
/// <see cref="Functional.Vmap(Func{Tensor, Tensor}, int, int, Randomness)"/>
/// follow from it. Check it with <see cref="GradientCheck"/>. An operation with attributes, or with a kernel of its own, is
/// a record that extends <see cref="Op"/> or one of its families.
/// </remarks>
/// <example>
/// <code>
/// // log(1 + eˣ) without overflow in the gradient.
/// Func&lt;Tensor, Tensor&gt; softplus = CustomFunction.Of(
///     "Softplus", x => x.Exp().Log1p(), (x, y, g) => g * x.Sigmoid());
/// </code>
/// </example>
public sealed record CustomFunction : Op
{
    private readonly string name;
    private readonly Func<Tensor[], Tensor> forward;
    private readonly Func<Tensor[], Tensor, Tensor, int, Tensor?> vjp;
    private readonly Keep keeps;

    private CustomFunction(string name, Func<Tensor[], Tensor> forward, Func<Tensor[], Tensor, Tensor, int, Tensor?> vjp, Keep keeps)
    {
        this.name = name;
        this.forward = forward;
        this.vjp = vjp;
        this.keeps = keeps;
    }

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override Keep Keeps => keeps;

    /// <inheritdoc/>
    internal override bool IsOwn => false;

    /// <summary>Makes a function of one tensor with a gradient of its own.</summary>
    /// <param name="name">What messages and listings call it.</param>
    /// <param name="forward">Computes the result; nothing is recorded inside.</param>
    /// <param name="vjp">
    /// From input x, result y and the gradient g of the result, the gradient of x, or null for zero; linear in g. It may
    /// read of x and y what <paramref name="keeps"/> says.
    /// </param>
    /// <param name="keeps">What the tape must hold for <paramref name="vjp"/>; inputs and result if not given.</param>
    /// <returns>The function, to be called like any other.</returns>
    public static Func<Tensor, Tensor> Of(
        string name, Func<Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor, Tensor?> vjp, Keep? keeps = null)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(vjp);
        Func<Tensor[], Tensor> function = Of(name, x => forward(x[0]), (x, y, g, _) => vjp(x[0], y, g), keeps);
        return x => function([x]);
    }

    /// <summary>Makes a function of several tensors with gradients of its own.</summary>
    /// <param name="name">What messages and listings call it.</param>
    /// <param name="forward">Computes the result; nothing is recorded inside.</param>
    /// <param name="vjp">From the inputs, the result, its gradient, and the number of an input, the gradient of that input.</param>
    /// <param name="keeps">What the tape must hold for <paramref name="vjp"/>; inputs and result if not given.</param>
    /// <returns>The function, to be called with its inputs in an array.</returns>
    public static Func<Tensor[], Tensor> Of(
        string name, Func<Tensor[], Tensor> forward, Func<Tensor[], Tensor, Tensor, int, Tensor?> vjp,
        Keep? keeps = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(vjp);
        var operation = new CustomFunction(name, forward, vjp, keeps ?? (Keep.Inputs | Keep.Output));
        return x => Engine.Apply(operation, x);
    }

    /// <inheritdoc/>
    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        var shapes = new Tensor[x.Length];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = Tensor.Symbolic(x[i].Shape, x[i].DType);
        using Scope _ = GradMode.Off();
        return forward(shapes).Spec;
    }

    /// <inheritdoc/>
    public override void Pull(Pullback p)
    {
        ArgumentNullException.ThrowIfNull(p);
        Tensor[] x = p.Call.Inputs.ToArray();
        for (int input = 0; input < x.Length; input++)
            if (p.Wants(input)) p.Give(input, vjp(x, p.Output(), p.Gradient(), input));
    }

    /// <inheritdoc/>
    protected internal override Tensor? Batch(BatchInputs x)
    {
        int size = x.Size;
        var onBatch = new CustomFunction(
            name, s => Map(forward, s)!, (s, y, g, input) => Map(t => vjp(t[..^2], t[^2], t[^1], input), [.. s, y, g]), keeps);
        return Engine.Apply(onBatch, x.Expanded());

        Tensor? Map(Func<Tensor[], Tensor?> function, Tensor[] batches)
        {
            var all = new bool[batches.Length];
            Array.Fill(all, true);
            Tensor[] y = Batching.Map(name, t => function(t) is { } result ? [result] : [], batches, all, size);
            return y.Length > 0 ? y[0] : null;
        }
    }

    /// <inheritdoc/>
    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => Kernel.Of((inputs, results) => results[0].Overwrite(Forward(inputs)));

    /// <inheritdoc/>
    internal override bool TakesHalf => true;

    /// <inheritdoc/>
    internal override Tensor Compute(ReadOnlySpan<Tensor> x, out Tensor[]? all)
    {
        all = null;
        return Forward(x);
    }

    private Tensor Forward(ReadOnlySpan<Tensor> x)
    {
        var values = new Tensor[x.Length];
        for (int i = 0; i < values.Length; i++) values[i] = x[i].Detach();
        using Scope _ = GradMode.Off();
        return forward(values).Detach();
    }
}
