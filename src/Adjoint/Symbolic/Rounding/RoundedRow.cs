namespace Adjoint.Symbolic;

/// <summary>A row of a trace with rounded numbers.</summary>
/// <param name="Name">The row.</param>
/// <param name="Value">Its value.</param>
/// <param name="Partials">The local partial derivatives, in the order of the exact row's.</param>
/// <param name="Adjoint">The derivative of the function with respect to the row.</param>
public sealed record RoundedRow(string Name, double Value, IReadOnlyList<double> Partials, double Adjoint);
