using System.Text.Json.Serialization;

namespace Adjoint.Tests.Reference;

/// <summary>One call of an operation: its inputs, and what PyTorch makes of them. Numbers are float64.</summary>
/// <param name="Method">The method, as in the op table.</param>
/// <param name="Attributes">The attributes, as in the op table.</param>
/// <param name="Variant">Which of the row's cases it is.</param>
/// <param name="Relative">Whether the value is compared relatively however small it is.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Output">The result.</param>
/// <param name="Seed">What is pulled back; null where there is no gradient.</param>
/// <param name="Gradients">What arrives at each input; null where that is not compared.</param>
public sealed record ReferenceCase(
    string Method, string Attributes, int Variant, bool Relative,
    ReferenceTensor[] Inputs, ReferenceTensor Output, ReferenceTensor? Seed, ReferenceTensor?[] Gradients)
{
    /// <summary>The row of the op table.</summary>
    [JsonIgnore]
    public (string Method, string Attributes) Row => (Method, Attributes);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{$"{Method} {Attributes}".TrimEnd()} #{Variant}: {string.Join(", ", Inputs.Select(i => $"{i.Layout} {Shape.Create(i.Shape)}"))}";
}

/// <summary>A row of the op table that PyTorch lacks.</summary>
/// <param name="Method">The method.</param>
/// <param name="Attributes">The attributes.</param>
/// <param name="Reason">Why it is not compared.</param>
public sealed record LackingRow(string Method, string Attributes, string Reason);

/// <summary>What operations.py writes.</summary>
/// <param name="Lacking">Rows without cases.</param>
/// <param name="Cases">The cases of all other rows.</param>
public sealed record ReferenceData(LackingRow[] Lacking, ReferenceCase[] Cases);
