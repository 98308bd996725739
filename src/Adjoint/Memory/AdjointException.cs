namespace Adjoint;

/// <summary>
/// The one family of exceptions that Adjoint throws for wrong input. A message names the operation, the shapes or
/// values that disagree, and what to do.
/// </summary>
public class AdjointException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public AdjointException(string message) : base(message) { }

    /// <summary>Creates the exception with the one that caused it.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">The exception that caused it; null for none.</param>
    public AdjointException(string message, Exception? inner) : base(message, inner) { }
}
