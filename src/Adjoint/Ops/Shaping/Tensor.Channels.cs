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

    /// <summary>Padded along the innermost axis.</summary>
    /// <param name="pad">Before and after; negative numbers cut.</param>
    /// <param name="mode">What it is padded with.</param>
    /// <param name="value">The constant.</param>
    /// <returns>The padded tensor.</returns>
    /// <exception cref="ShapeException">Nothing is left, or the mode cannot pad so far.</exception>
    public Tensor Pad((int Before, int After) pad, PadMode mode = PadMode.Constant, double value = 0) =>
        Pad([pad.Before, pad.After], mode, value);

    /// <summary>Padded along the two innermost axes.</summary>
    /// <param name="pad">Before and after the innermost, then the one before; negative numbers cut.</param>
    /// <param name="mode">What it is padded with.</param>
    /// <param name="value">The constant.</param>
    /// <returns>The padded tensor.</returns>
    /// <exception cref="ShapeException">Nothing is left, or the mode cannot pad so far.</exception>
    public Tensor Pad(
        (int Left, int Right, int Top, int Bottom) pad, PadMode mode = PadMode.Constant, double value = 0) =>
        Pad([pad.Left, pad.Right, pad.Top, pad.Bottom], mode, value);
}
