namespace Adjoint.Nn;

/// <summary>
/// Channels in groups, reordered so that neighbours come from different ones: [N, C, …] with C divisible by the groups. Zhang et
/// al. 2018 (arXiv 1707.01083).
/// </summary>
/// <param name="groups">Number of groups.</param>
public sealed class ChannelShuffle(int groups) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.ChannelShuffle(groups);

    /// <inheritdoc/>
    protected override string Describe() => $"groups={groups}";
}
