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
