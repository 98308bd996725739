namespace Adjoint.Core;

/// <summary>Types and shapes of the results of an operation: of one, as most have, or of several.</summary>
public readonly record struct Specs
{
    private readonly Spec first;
    private readonly Spec[]? all;

    /// <summary>Several results.</summary>
    /// <param name="specs">Type and shape of each, from 1 to 256.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are none, or more.</exception>
    public Specs(params ReadOnlySpan<Spec> specs)
    {
        ArgumentOutOfRangeException.ThrowIfZero(specs.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(specs.Length, byte.MaxValue + 1); // tensors keep their number in a byte
        first = specs[0];
        if (specs.Length > 1) all = specs.ToArray();
    }

    internal Specs(Spec first, Spec[]? all) => (this.first, this.all) = (first, all);

    /// <summary>Number of results.</summary>
    public int Count => all?.Length ?? 1;

    /// <summary>Type and shape of a result.</summary>
    /// <param name="result">Its number.</param>
    /// <returns>As it was inferred.</returns>
    public Spec this[int result] => all is null ? first : all[result];

    /// <summary>All results where there are several, else null.</summary>
    internal Spec[]? All => all;

    /// <summary>One result.</summary>
    /// <param name="spec">Its type and shape.</param>
    /// <returns>The list of this one.</returns>
    public static implicit operator Specs(Spec spec) => FromSpec(spec);

    /// <summary>One result.</summary>
    /// <param name="spec">Its type and shape.</param>
    /// <returns>The list of one.</returns>
    public static Specs FromSpec(Spec spec) => new(spec, null);
}
