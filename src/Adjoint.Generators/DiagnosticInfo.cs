using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Adjoint.Generators;

/// <summary>A diagnostic that is compared by value, so that the generator can cache its results.</summary>
internal sealed record DiagnosticInfo(
    DiagnosticDescriptor Descriptor, string Path, TextSpan Span, LinePositionSpan Lines, string First, string Second)
{
    public static DiagnosticInfo At(Location? location, DiagnosticDescriptor descriptor, string first, string second = "")
    {
        FileLinePositionSpan lines = location?.GetLineSpan() ?? default;
        return new DiagnosticInfo(descriptor, lines.Path ?? "", location?.SourceSpan ?? default, lines.Span, first, second);
    }

    public Diagnostic Create() => Diagnostic.Create(
        Descriptor, Path.Length == 0 ? Location.None : Location.Create(Path, Span, Lines), First, Second);
}
