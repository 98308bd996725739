using System.Text.Json.Serialization;
using Adjoint.Nn;

namespace Adjoint.Inspection;

/// <summary>One step of a model's forward pass: a layer, or an operation that a module applies itself.</summary>
public sealed record LayerReport
{
    /// <summary>The dotted name as in a state dictionary; an operation is named after its module: <c>layer1.0/add</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The layer's class, or the operation's name.</summary>
    public required string Kind { get; init; }

    /// <summary>The layer; null for an operation.</summary>
    [JsonIgnore]
    public Module? Module { get; init; }

    /// <summary>Sizes of the input; of the first if there are several. Null for a layer that did not run.</summary>
    public Shape? Input { get; init; }

    /// <summary>Sizes of the output. Null for a layer that did not run.</summary>
    public Shape? Output { get; init; }

    /// <summary>Number of parameters that were not counted with an earlier layer.</summary>
    public long Parameters { get; init; }

    /// <summary>How that number comes about: <c>64·(3·3·3+1)</c>.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Whether the layer's parameters were counted with an earlier layer.</summary>
    public bool IsShared { get; init; }

    /// <summary>Whether the layer has parameters and none of them requires a gradient.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>The arithmetic of the forward pass.</summary>
    public Work Work { get; init; }

    /// <summary>Bytes of the tensors that the layer makes.</summary>
    public long ActivationBytes { get; init; }

    /// <summary>What a unit of the output sees of the input; null where the input is no image.</summary>
    public ReceptiveField? Field { get; init; }

    /// <summary>The calls that the layer makes, in order.</summary>
    [JsonIgnore]
    public IReadOnlyList<Call> Calls { get; init; } = [];

    /// <summary>
    /// Which algorithms compute the layer on this machine, such as <c>winograd 4x4, 3x3</c> for a convolution; null where its
    /// operations have no choice.
    /// </summary>
    public string? Kernel => Calls.Where(call => call.Op.IsOwn && call.Op.Facts.Family == LayerFamily.Convolution)
        .Select(call => HalfPrecision.Bind(call.Op, call.InputSpecs()).Choice).OfType<string>().Distinct().ToArray()
        is { Length: > 0 } choices ? string.Join("; ", choices) : null;

    /// <summary>Whether the layer was run.</summary>
    public bool WasRun => Output is not null;

    /// <summary>The row in a line.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name} ({Kind}): {(WasRun ? $"{Input} to {Output}" : "not run")}, {Parameters:N0} parameters, {Work.Macs:N0} multiply-adds");

    internal Tensor? Result { get; init; }

    /// <summary>Whether the layer or operation is one of a module's.</summary>
    internal bool IsWithin(string module) =>
        Name.StartsWith(module + ".", StringComparison.Ordinal) || Name.StartsWith(module + "/", StringComparison.Ordinal);
}
