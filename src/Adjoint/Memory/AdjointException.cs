namespace Adjoint;

/// <summary>
/// The one family of exceptions that Adjoint throws for wrong input. A message names the operation, the shapes or
/// values that disagree, and what to do.
/// </summary>
public class AdjointException : Exception
{
    /// <summary>Creates the exception.</summary>
    public AdjointException(string message) : base(message) { }

    /// <summary>Creates the exception with the one that caused it.</summary>
    public AdjointException(string message, Exception? inner) : base(message, inner) { }
}
