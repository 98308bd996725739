namespace Adjoint.Symbolic;

/// <summary>Which numbers of a trace that is done by hand are rounded.</summary>
[Flags]
public enum RoundingScope
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The values of the rows.</summary>
    Values = 1,

    /// <summary>The local partial derivatives.</summary>
    Partials = 2,

    /// <summary>What each row adds to the adjoints of its inputs.</summary>
    Adjoints = 4,

    /// <summary>The value of the function and its derivatives, at the end.</summary>
    Results = 8,

    /// <summary>All of them.</summary>
    All = Values | Partials | Adjoints | Results,
}
