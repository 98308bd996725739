using Adjoint.Autograd;

namespace Adjoint;

public static partial class Functional
{
    /// <summary>
    /// The function's result, for whose backward pass only x is kept: the function runs a second time when its
    /// intermediate results are needed. Gradients are the same bits, of every order; it costs one more forward pass.
    /// </summary>
    /// <param name="func">
    /// The function; it may read parameters from outside. It must do the same each time: random numbers are repeated, but
    /// other effects happen twice (the running averages of batch normalisation move twice).
    /// </param>
    /// <param name="x">Its argument.</param>
    /// <exception cref="GraphException">In the backward pass: the function did something else the second time, or x was changed in
    /// place.</exception>
    public static Tensor Checkpoint(Func<Tensor, Tensor> func, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Checkpoint(Listed(func), [x])[0];
    }

    /// <summary>The same for several arguments and results.</summary>
    /// <inheritdoc cref="Checkpoint(Func{Tensor, Tensor}, Tensor)"/>
    public static Tensor[] Checkpoint(Func<Tensor[], Tensor[]> func, Tensor[] x)
    {
        ArgumentNullException.ThrowIfNull(func);
        ArgumentNullException.ThrowIfNull(x);
        // Where nothing is recorded nothing would be kept, and a capture has no values.
        bool keeps = GradMode.IsEnabled && Context.Current.EffectCapture is null && !x.Any(t => t.IsSymbolic);
        return keeps ? CheckpointSegment.Run(func, x) : func(x);
    }
}
