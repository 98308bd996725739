namespace Adjoint.Notation;

/// <summary>How tightly a written formula holds together, loosest first: what stands in a tighter place needs parentheses.</summary>
public enum Precedence
{
    /// <summary>Anything, as between parentheses or commas.</summary>
    None,

    /// <summary>Truth values that are combined.</summary>
    Truth,

    /// <summary>a &lt; b.</summary>
    Comparison,

    /// <summary>a + b and a − b.</summary>
    Sum,

    /// <summary>−a.</summary>
    Negation,

    /// <summary>a · b and a / b.</summary>
    Product,

    /// <summary>aᵇ.</summary>
    Power,

    /// <summary>What never needs parentheses: a name, a number, a function with its arguments.</summary>
    Atom,
}
