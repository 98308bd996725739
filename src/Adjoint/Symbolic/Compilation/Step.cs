namespace Adjoint.Symbolic.Compilation;

/// <summary>A piece of a program that runs as a whole.</summary>
internal abstract class Step
{
    /// <summary>Runs it.</summary>
    /// <param name="memory">The three memories, by <see cref="Memory"/>.</param>
    public abstract unsafe void Run(double** memory);
}
