namespace Adjoint.Symbolic;

/// <summary>A derivative has no formula in matrix notation; its numbers are there all the same.</summary>
internal sealed class NoFormulaException(string function) : AdjointException(function);
