namespace Adjoint.Generators;

/// <summary>What becomes of one class: the part to be added to it, if any, and what is wrong with it. Compared by value.</summary>
internal sealed record GeneratedModule(string FileName, string? Source, DiagnosticInfo[] Diagnostics)
{
    public bool Equals(GeneratedModule? other) =>
        other is not null && FileName == other.FileName && Source == other.Source && Diagnostics.SequenceEqual(other.Diagnostics);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(FileName);
}
