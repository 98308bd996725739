namespace Adjoint.Generators;

/// <summary>The result for one class: the part to add, if any, and the diagnostics. Compared by value.</summary>
internal sealed record GeneratedModule(string FileName, string? Source, DiagnosticInfo[] Diagnostics)
{
    public bool Equals(GeneratedModule? other) =>
        other is not null && FileName == other.FileName && Source == other.Source && Diagnostics.SequenceEqual(other.Diagnostics);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(FileName);
}
