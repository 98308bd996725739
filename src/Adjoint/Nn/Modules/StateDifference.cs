namespace Adjoint.Nn;

/// <summary>Names that only one side has if a load is not strict: PyTorch's <c>missing_keys</c> and <c>unexpected_keys</c>.</summary>
/// <param name="Missing">Names of the module that the state lacks; their values are unchanged.</param>
/// <param name="Unexpected">Names of the state that the module lacks.</param>
public sealed record StateDifference(IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected)
{
    /// <summary>The names.</summary>
    /// <inheritdoc/>
    public override string ToString() => this is { Missing.Count: 0, Unexpected.Count: 0 }
        ? "all names fit"
        : $"missing: [{string.Join(", ", Missing)}], unexpected: [{string.Join(", ", Unexpected)}]";
}
