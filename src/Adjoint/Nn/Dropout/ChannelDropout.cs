namespace Adjoint.Nn;

/// <summary>
/// In training, each channel of each image 0 with probability p and the others multiplied by 1/(1 − p); in evaluation, the
/// input itself. Tompson et al. 2014 (arXiv 1411.4280).
/// </summary>
public abstract class ChannelDropout : DropoutLayer
{
    private readonly int axes;

    /// <summary>Creates the layer.</summary>
    private protected ChannelDropout(int axes, double p, Generator? generator) : base(p, generator) => this.axes = axes;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        CheckImage(x, axes);
        return axes switch
        {
            1 => x.Dropout1d(Probability, Training, Random),
            2 => x.Dropout2d(Probability, Training, Random),
            _ => x.Dropout3d(Probability, Training, Random),
        };
    }
}

/// <summary>Dropout of whole channels along one axis, [N, C, L] or [C, L].</summary>
/// <inheritdoc cref="Dropout2d" path="/param | /exception"/>
public sealed class Dropout1d(double p = 0.5, Generator? generator = null) : ChannelDropout(1, p, generator);

/// <summary>Dropout of whole channels over two axes, [N, C, H, W] or [C, H, W].</summary>
/// <param name="p">Probability of a channel to be dropped, 0 to 1.</param>
/// <param name="generator">Draws a mask at each call; <see cref="Generator.Shared"/> if not given.</param>
/// <exception cref="AdjointException">The probability is not within 0 to 1.</exception>
public sealed class Dropout2d(double p = 0.5, Generator? generator = null) : ChannelDropout(2, p, generator);

/// <summary>Dropout of whole channels over three axes, [N, C, D, H, W] or [C, D, H, W].</summary>
/// <inheritdoc cref="Dropout2d" path="/param | /exception"/>
public sealed class Dropout3d(double p = 0.5, Generator? generator = null) : ChannelDropout(3, p, generator);
