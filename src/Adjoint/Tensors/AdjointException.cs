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
    public AdjointException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Sizes do not fit an operation.</summary>
public sealed class ShapeException(string message) : AdjointException(message);

/// <summary>A data type does not fit an operation.</summary>
public sealed class DTypeException(string message) : AdjointException(message);

/// <summary>The graph of calls cannot be differentiated as asked.</summary>
public sealed class GraphException(string message) : AdjointException(message);

/// <summary>A file or text does not have the format it should have.</summary>
public sealed class DataFormatException(string message) : AdjointException(message);
