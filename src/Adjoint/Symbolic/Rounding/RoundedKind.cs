namespace Adjoint.Symbolic;

/// <summary>What is rounded in a trace that is done by hand.</summary>
public enum RoundedKind
{
    /// <summary>The value of a row.</summary>
    Value,

    /// <summary>A local partial derivative.</summary>
    Partial,

    /// <summary>What a row's adjoint times a local partial derivative adds to the adjoint of an input.</summary>
    Contribution,
}
