namespace Adjoint.Nn;

/// <summary>
/// x above 0, a·x elsewhere: in training with a uniform from [lower, upper) for each element, in evaluation their mean. Xu et
/// al. 2015 (arXiv 1505.00853).
/// </summary>
/// <param name="lower">The least slope.</param>
/// <param name="upper">The largest slope.</param>
/// <param name="generator">Draws slopes at each call; <see cref="Generator.Shared"/> if not given.</param>
public sealed class RReLU(double lower = 1.0 / 8, double upper = 1.0 / 3, Generator? generator = null) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => x.Rrelu(lower, upper, Training, generator);

    /// <inheritdoc/>
    protected override string Describe() => $"lower={PythonText.Of(lower)}, upper={PythonText.Of(upper)}";
}
