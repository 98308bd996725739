using Adjoint.Notation;

namespace Adjoint.Symbolic;

/// <summary>How what is no operation is written: names, numbers, parentheses, statements.</summary>
internal interface ISymbols
{
    string Open { get; }

    string Close { get; }

    string Name(string name);

    string Number(double value, DType type, out Precedence precedence);

    string Statement(string name);

    string EndStatement { get; }
}
