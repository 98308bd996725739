namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// In training, each element 0 with probability p, the others multiplied by 1/(1 − p) so that the mean stays; otherwise
    /// this tensor itself. Srivastava et al. 2014, Journal of Machine Learning Research 15.
    /// </summary>
    /// <exception cref="ShapeException">The probability is not within 0 to 1.</exception>
    public Tensor Dropout(double p = 0.5, bool training = true, Generator? random = null)
    {
        if (!(p is >= 0 and <= 1)) throw new ShapeException($"Dropout: a probability of {p} is not within 0 to 1.");
        if (!training || p == 0) return this;
        if (DType.IsHalf()) return Widened().Dropout(p, training, random).To(DType);
        double factor = p == 1 ? 1 : 1 / (1 - p);
        if (DType == DType.Float32) return this * Draw(Shape, DType.Float32, random, "Dropout", new Kernels.BernoulliDraw(1 - p, factor));

        // Drawn in one type, so that the same elements fall in every precision.
        return this * (Bernoulli(Shape, 1 - p, random).To(Real().DType) * factor);
    }
}
