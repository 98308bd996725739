namespace Adjoint.Core;

/// <summary>
/// The arithmetic of one call: multiply-adds of products and convolutions, and all other operations on numbers. One
/// multiply-add is two floating-point operations.
/// </summary>
/// <param name="Macs">Multiply-adds.</param>
/// <param name="Other">Operations beside them.</param>
public readonly record struct Work(long Macs, long Other = 0)
{
    /// <summary>Floating-point operations in all.</summary>
    public long Flops => (2 * Macs) + Other;

    /// <summary>Moves or renames numbers, but computes none.</summary>
    public static Work None { get; }

    /// <summary>The work of both.</summary>
    /// <param name="a">One amount of work.</param>
    /// <param name="b">The other.</param>
    /// <returns>Multiplications and other operations added up.</returns>
    public static Work operator +(Work a, Work b) => Add(a, b);

    /// <summary>The work of both.</summary>
    /// <param name="a">One amount of work.</param>
    /// <param name="b">The other.</param>
    /// <returns>Multiplications and other operations added up.</returns>
    public static Work Add(Work a, Work b) => new(a.Macs + b.Macs, a.Other + b.Other);
}
