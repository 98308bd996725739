using Adjoint.Core;

namespace Adjoint.Symbolic;

/// <summary>Plain text, as the expression language reads it.</summary>
internal sealed class TextSymbols : ISymbols
{
    public static readonly TextSymbols Instance = new();

    public string Open => "(";

    public string Close => ")";

    public string EndStatement => "; ";

    public string Name(string name) => name;

    public string Number(double value, DType type, out Binding binding)
    {
        binding = double.IsNegative(value) ? Binding.Negation : Binding.Atom;
        return Notation.Number(value, type);
    }

    public string Statement(string name) => $"{name} = ";
}
