namespace Adjoint;

/// <summary>Sizes do not fit an operation.</summary>
public sealed class ShapeException(string message) : AdjointException(message);

/// <summary>A data type does not fit an operation.</summary>
public sealed class DTypeException(string message) : AdjointException(message);

/// <summary>The graph of calls cannot be differentiated as asked.</summary>
public sealed class GraphException(string message) : AdjointException(message);

/// <summary>A file or text does not have the format it should have.</summary>
public sealed class DataFormatException(string message) : AdjointException(message);
