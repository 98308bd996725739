namespace Adjoint;

/// <summary>Sizes do not fit an operation.</summary>
/// <param name="message">Which sizes do not fit, and where.</param>
public sealed class ShapeException(string message) : AdjointException(message);

/// <summary>A data type does not fit an operation.</summary>
/// <param name="message">Which type does not fit, and where.</param>
public sealed class DTypeException(string message) : AdjointException(message);

/// <summary>The graph of calls cannot be differentiated as asked.</summary>
/// <param name="message">What cannot be differentiated, and why.</param>
public sealed class GraphException(string message) : AdjointException(message);

/// <summary>A file or text does not have the format it should have.</summary>
/// <param name="message">What is wrong, and where.</param>
public sealed class DataFormatException(string message) : AdjointException(message);
