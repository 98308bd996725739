namespace Adjoint.Symbolic;

/// <summary>A variable of a function: an input, a parameter.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Tensor">The variable.</param>
/// <param name="Value">Its value; null if it has none.</param>
/// <param name="Adjoints">The derivative of each value of the function with respect to it; null if it is not known.</param>
public sealed record DerivationVariable(string Name, Tensor Tensor, Tensor? Value, IReadOnlyList<Tensor?> Adjoints)
{
    /// <summary>The derivative of a function with one value; null if it has several, or it is not known.</summary>
    public Tensor? Adjoint => Adjoints is [var one] ? one : null;

    /// <summary>Name, value and derivative.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"{Name} = {Value}, adjoint {Adjoint}";
}
