namespace Adjoint.Symbolic;

/// <summary>Shapes of an expression do not fit; the parser says where.</summary>
internal sealed class ArrayShapeException(string problem) : AdjointException(problem);
