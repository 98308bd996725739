using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>A part of a program that runs as a whole.</summary>
internal abstract class Step
{
    /// <summary>How many instructions it runs; one for each block is one.</summary>
    public abstract int Count { get; }

    /// <summary>Runs it.</summary>
    /// <param name="memory">The three memories, by <see cref="Memory"/>.</param>
    public abstract unsafe void Run(double** memory);

    /// <summary>The step for a copy of the program, which computes in this memory.</summary>
    public virtual Step Over(Tensor memory) => this;
}

/// <summary>An operation that looks at whole tensors, such as a product of matrices, on tensors over the program's memory.</summary>
internal sealed class WholeStep : Step
{
    private readonly Op op;
    private readonly Kernel kernel;
    private readonly Tensor[] x;
    private readonly Tensor y;

    public WholeStep(Op op, Tensor[] x, Tensor y)
    {
        // A view is taken once, and what changes is copied through it.
        (this.op, this.x) = op is ViewOp ? (Copy.Op, [op.Compute(x, out _)]) : (op, x);
        this.y = y;
        kernel = this.op.Bind(Array.ConvertAll(this.x, input => input.Spec));
    }

    public override int Count => 1;

    public override unsafe void Run(double** memory) => kernel.Run(x, [y]);

    public override Step Over(Tensor memory) => new WholeStep(op, Array.ConvertAll(x, place => View(memory, place)), View(memory, y));

    private static Tensor View(Tensor memory, Tensor place) => memory.View(place.Shape, place.Strides.ToArray(), place.Offset);
}
