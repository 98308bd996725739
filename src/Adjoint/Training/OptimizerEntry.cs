using Adjoint.Optim;

namespace Adjoint.Training;

/// <summary>An optimizer by name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rule">Its rule at PyTorch's settings.</param>
public sealed record OptimizerEntry(string Name, UpdateRule Rule)
{
    /// <summary>The rule for training a network, where that is better begun with other settings.</summary>
    public UpdateRule Training { get; init; } = Rule;

    /// <summary>The name.</summary>
    /// <inheritdoc/>
    public override string ToString() => Name;
}
