namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// Channels in groups, reordered so that neighbours come from different ones: [N, C, …] with C divisible by the groups. Zhang et
    /// al. 2018 (arXiv 1707.01083).
    /// </summary>
    /// <param name="groups">Number of groups.</param>
    /// <returns>Of this shape.</returns>
    /// <exception cref="ShapeException">The channels do not divide by the groups.</exception>
    public Tensor ChannelShuffle(int groups) => Rank >= 3 && groups >= 1 && Shape[1] % groups == 0
        ? Unflatten(1, groups, Shape[1] / groups).Transpose(1, 2).Flatten(1, 2)
        : throw new ShapeException($"ChannelShuffle: takes [N, C, …] with C divisible by {groups}, not {Shape}.");
}
