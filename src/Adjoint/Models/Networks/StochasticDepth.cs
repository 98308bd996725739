using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// In training, sets each sample of a residual path to 0 with probability p, and multiplies the others by 1/(1 − p). Huang,
/// Sun, Liu, Sedra, Weinberger, "Deep Networks with Stochastic Depth", 2016 (arXiv 1603.09382).
/// </summary>
internal sealed partial class StochasticDepth(double p, Generator? generator) : Layer
{
    protected override Tensor Apply(Tensor x)
    {
        if (!Training || p == 0) return x;
        Shape samples = Shape.Repeat(1, x.Rank).With(0, x.Shape[0]);
        return x * (Tensor.Bernoulli(samples, 1 - p, generator, x.DType) / (1 - p));
    }

    protected override string Describe() => $"p={PythonText.Of(p)}, mode=row";
}
