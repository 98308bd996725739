namespace Adjoint.Symbolic;

/// <summary>The derivative of one row of a trace with respect to one of its inputs.</summary>
/// <param name="Input">Name of the input.</param>
/// <param name="Formula">
/// The derivative in the names of the trace; of a row that is no single number, what takes the row's adjoint, written g,
/// to the input's.
/// </param>
/// <param name="Latex">The same in LaTeX.</param>
/// <param name="Value">Its value, where the row is a single number with a value.</param>
public sealed record LocalPartial(string Input, string Formula, string Latex, double? Value);
