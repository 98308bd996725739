using Adjoint.Core;
using Adjoint.Notation;

namespace Adjoint.Symbolic;

/// <summary>Plain text, as the expression language reads it.</summary>
internal sealed class TextSymbols : ISymbols
{
    public static readonly TextSymbols Instance = new();

    public string Open => "(";

    public string Close => ")";

    public string EndStatement => "; ";

    public string Name(string name) => name;

    public string Number(double value, DType type, out Precedence precedence)
    {
        precedence = double.IsNegative(value) ? Precedence.Negation : Precedence.Atom;
        return type.Write(value);
    }

    public string Statement(string name) => $"{name} = ";
}
