using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// The p-norm of the difference of each row from each of another: [batch…, n, k] and [batch…, m, k] → [batch…, n, m]. The slope at
    /// distance 0 is 0.
    /// </summary>
    /// <param name="x2">The other rows; axes of a batch broadcast.</param>
    /// <param name="p">Which norm: from 0 (how many components differ) to ∞.</param>
    /// <returns>The distances.</returns>
    /// <exception cref="ShapeException">Rows differ in length, or batches do not broadcast, or p is negative.</exception>
    public Tensor Cdist(Tensor x2, double p = 2)
    {
        ArgumentNullException.ThrowIfNull(x2);
        if (!(p >= 0)) throw new ShapeException($"Cdist: there is no norm with p = {p}; use 0 to infinity.");
        if (Rank < 2 || x2.Rank < 2 || Shape[^1] != x2.Shape[^1])
            throw new ShapeException($"Cdist: takes [batch, n, k] and [batch, m, k], not {Shape} and {x2.Shape}.");
        DType type = DTypes.Promote(Real().DType, x2.Real().DType);
        Shape batch = Shape.Broadcast(Shape.Create(Shape.Span[..^2]), Shape.Create(x2.Shape.Span[..^2]), "Cdist");
        Tensor distances = Engine.Apply(new PairDistance(p), Rows(this), Rows(x2));
        return distances.ReshapeTo([.. batch.Span, Shape[^2], x2.Shape[^2]]);

        Tensor Rows(Tensor x) =>
            x.To(type).ExpandTo([.. batch.Span, .. x.Shape.Span[^2..]]).ReshapeTo([batch.Numel, x.Shape[^2], x.Shape[^1]]);
    }

    /// <summary>The p-norms of the differences of all pairs of rows: [n, k] → [n·(n − 1)/2], first those from row 0.</summary>
    /// <param name="p">Which norm: from 0 to ∞.</param>
    /// <returns>The distances above the diagonal of <see cref="Cdist"/>, row by row.</returns>
    /// <exception cref="ShapeException">It is no matrix, or p is negative.</exception>
    public Tensor Pdist(double p = 2)
    {
        if (Rank != 2) throw new ShapeException($"Pdist: takes [n, k], not {Shape}.");
        int n = Shape[0];
        var pairs = new long[n * Math.Max(0, n - 1) / 2];
        for (int i = 0, at = 0; i < n; i++)
            for (int j = i + 1; j < n; j++) pairs[at++] = ((long)i * n) + j;
        return Cdist(this, p).ReshapeTo([n * n]).IndexSelect(0, From<long>(pairs));
    }

    /// <summary>The p-norm of the difference of two tensors, which broadcast.</summary>
    /// <param name="other">The other.</param>
    /// <param name="p">Which norm.</param>
    /// <returns>A number.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Dist(Tensor other, double p = 2) => RoundedOnce(x => (x[0] - x[1]).Norm(p), this, other);

    /// <summary>Divided by its p-norms along an axis, or by ε where those are less.</summary>
    /// <param name="p">Which norm.</param>
    /// <param name="axis">The axis along which norms are taken.</param>
    /// <param name="eps">The least divisor.</param>
    /// <returns>Of this tensor's shape; vectors along the axis have length 1.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Normalize(double p = 2, int axis = 1, double eps = 1e-12) =>
        RoundedOnce(x => x[0] / x[0].Norm(p, [axis], true).Clamp(min: eps), this);

    /// <summary>With slices along an axis made smaller, where their p-norm is above a limit, so that it is the limit.</summary>
    /// <param name="p">Which norm; above 0.</param>
    /// <param name="axis">The axis whose slices are measured.</param>
    /// <param name="maxNorm">The limit.</param>
    /// <returns>Of this tensor's shape.</returns>
    /// <exception cref="ShapeException">There is no such axis or no other one, p is not above 0, or the limit is negative.</exception>
    public Tensor Renorm(double p, int axis, double maxNorm)
    {
        if (DType.IsHalf()) return Widened().Renorm(p, axis, maxNorm).To(DType);
        if (!(p > 0)) throw new ShapeException($"Renorm: there is no norm with p = {p}; it is above 0.");
        if (!(maxNorm >= 0)) throw new ShapeException($"Renorm: a limit of {maxNorm} is negative.");
        if (Rank < 2) throw new ShapeException($"Renorm: {Shape} has no slices along an axis; it needs two axes.");
        int along = Shape.Axis(axis, "Renorm");
        Tensor norm = Norm(p, [.. Enumerable.Range(0, Rank).Where(other => other != along)], true);
        Tensor isLarger = norm.Greater(maxNorm);
        return this * Where(isLarger, maxNorm / (norm.MaskedFill(isLarger.Not(), 1) + 1e-7), Scalar(1, norm.DType));
    }

    /// <summary>The covariances of variables, whose observations are rows: [variables, observations] → [variables, variables].</summary>
    /// <param name="correction">What the weight of all observations is reduced by: 1 is Bessel's.</param>
    /// <param name="fweights">How often each observation counts: integers, or none for once.</param>
    /// <param name="aweights">How reliable each observation is: positive numbers, or none.</param>
    /// <returns>The matrix; of one variable a number.</returns>
    /// <exception cref="ShapeException">There are more than two axes, or weights do not fit the observations.</exception>
    public Tensor Cov(int correction = 1, Tensor? fweights = null, Tensor? aweights = null)
    {
        if (Rank > 2) throw new ShapeException($"Cov: takes [variables, observations], not {Shape}.");
        if (DType.IsHalf()) return Widened().Cov(correction, fweights, aweights?.Widened()).To(DType);
        Tensor x = Real();
        if (Rank < 2) x = x.ReshapeTo([1, Numel]);
        int count = x.Shape[1];
        foreach (Tensor? given in (Tensor?[])[fweights, aweights])
        {
            if (given is not null && (given.Rank > 1 || given.Numel != count))
                throw new ShapeException($"Cov: weights of shape {given.Shape} do not fit {count} observations.");
        }

        if (fweights is not null && fweights.DType.IsFloatingPoint())
            throw new DTypeException($"Cov: fweights are integers, not {fweights.DType.Name()}; use aweights.");
        Tensor? weight = fweights?.To(x.DType).ReshapeTo([count]), reliability = aweights?.To(x.DType).ReshapeTo([count]);
        weight = weight is null ? reliability : reliability is null ? weight : weight * reliability;
        if (weight is null)
        {
            Tensor centred = x - x.Mean([1], true);
            return (centred.MatMul(centred.Transpose()) / Math.Max(0, count - correction)).Squeeze();
        }

        Tensor sum = weight.Sum();
        Tensor apart = x - ((x * weight).Sum([1], true) / sum);
        Tensor least = reliability is null || correction == 0 ? sum - correction : sum - (correction * (weight * reliability).Sum() / sum);
        return (apart.MatMul((apart * weight).Transpose()) / least.Clamp(min: 0)).Squeeze();
    }

    /// <summary>The correlations of variables, whose observations are rows: covariances divided by both standard deviations.</summary>
    /// <returns>The matrix, from −1 to 1; of one variable a number.</returns>
    /// <exception cref="ShapeException">There are more than two axes.</exception>
    public Tensor CorrCoef()
    {
        if (Rank > 2) throw new ShapeException($"CorrCoef: takes [variables, observations], not {Shape}.");
        if (DType.IsHalf()) return Widened().CorrCoef().To(DType);
        Tensor covariance = Cov();
        if (covariance.Rank == 0) return covariance / covariance;
        Tensor deviation = covariance.Diagonal().Sqrt();
        return (covariance / deviation.Unsqueeze(1) / deviation).Clamp(-1, 1);
    }
}
