namespace Adjoint.Core;

/// <summary>How a function of one number answers to a change of sign.</summary>
public enum Parity
{
    /// <summary>Neither even nor odd, or not known.</summary>
    None,

    /// <summary>f(−x) = f(x).</summary>
    Even,

    /// <summary>f(−x) = −f(x).</summary>
    Odd,
}
