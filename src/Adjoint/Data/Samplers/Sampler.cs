namespace Adjoint.Data;

/// <summary>Says which samples an epoch takes, and in which order.</summary>
public abstract class Sampler
{
    /// <summary>How many samples an epoch takes.</summary>
    public abstract int Count { get; }

    /// <summary>Draws an epoch.</summary>
    /// <param name="generator">The generator.</param>
    /// <returns>Numbers of samples, in order: int64 [<see cref="Count"/>].</returns>
    public abstract Tensor Draw(Generator generator);
}
