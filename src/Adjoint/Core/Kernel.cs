namespace Adjoint.Core;

/// <summary>What computes an operation on inputs of certain types and shapes: chosen once, run often.</summary>
public abstract class Kernel
{
    /// <summary>Computes the results.</summary>
    /// <param name="x">The inputs, of the types and shapes for which the kernel was made; of any strides.</param>
    /// <param name="y">The results: contiguous, and as <see cref="Op.Infer"/> says.</param>
    public abstract void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y);

    /// <summary>A kernel of one function.</summary>
    /// <param name="run">Computes the results, as <see cref="Run"/>.</param>
    /// <returns>The kernel.</returns>
    public static Kernel Of(KernelFunction run) => new FunctionKernel(run);

    /// <summary>Which algorithm was chosen, in a short phrase; null where there is no choice.</summary>
    internal virtual string? Choice => null;

    /// <summary>Adds the memory that the kernel takes for itself while it computes; by default nothing to speak of.</summary>
    internal virtual void AddScratch(ref ScratchSizes sizes) { }

    /// <summary>The algorithm, where there was a choice, or the kind of kernel.</summary>
    /// <inheritdoc/>
    public override string ToString() => Choice ?? GetType().Name;

    private sealed class FunctionKernel(KernelFunction run) : Kernel
    {
        public override void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) => run(x, y);
    }
}

/// <summary>Computes results from inputs.</summary>
/// <param name="x">The inputs.</param>
/// <param name="y">The results.</param>
public delegate void KernelFunction(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y);
