namespace Adjoint.Nn;

public static partial class Init
{
    /// <summary>Normally distributed; values outside of the limits are drawn again.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="mean">Mean before the cut.</param>
    /// <param name="std">Deviation before the cut.</param>
    /// <param name="a">The least value.</param>
    /// <param name="b">The largest value.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="AdjointException">The limits contain almost none of the distribution.</exception>
    public static Tensor TruncNormal(
        Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null)
    {
        if (!(a < mean + (4 * std) && b > mean - (4 * std) && a < b && b - a > std / 100))
            throw new AdjointException(
                $"TruncNormal: from {a} to {b} hardly anything of mean {mean} and deviation {std} lies.");
        return Set(tensor, t =>
        {
            Tensor values = Tensor.Normal(t.Shape, mean, std, generator, t.DType);
            while (true)
            {
                Tensor outside = values.Less(a).Or(values.Greater(b));
                if (!outside.Any()) return values;
                values = Tensor.Where(outside, Tensor.Normal(t.Shape, mean, std, generator, t.DType), values);
            }
        });
    }

    /// <summary>1 on the diagonal of a matrix, 0 elsewhere: the layer is the identity.</summary>
    /// <exception cref="ShapeException">The tensor is not a matrix.</exception>
    public static Tensor Eye(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank != 2) throw new ShapeException($"Eye: takes a matrix, not {tensor.Shape}.");
        return Set(tensor, t => Tensor.Arange(t.Shape[0]).Unsqueeze(1).Equal(Tensor.Arange(t.Shape[1])).To(t.DType));
    }

    /// <summary>1 at the centre of the kernel from each channel to itself, 0 elsewhere: the convolution is the identity.</summary>
    /// <param name="tensor">[out, in, sizes…] of one to three spatial axes.</param>
    /// <param name="groups">Number of groups of filters, each beginning with the first channel.</param>
    /// <exception cref="ShapeException">The weight has no spatial axes, or the groups do not divide the filters.</exception>
    public static Tensor Dirac(Tensor tensor, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank is < 3 or > 5 || groups < 1 || tensor.Shape[0] % groups != 0)
            throw new ShapeException($"Dirac: takes filters [out, in, sizes…] that divide by {groups} groups, not {tensor.Shape}.");
        return Set(tensor, t =>
        {
            Tensor values = Tensor.Zeros(t.Shape, t.DType);
            int filters = t.Shape[0] / groups;
            TensorIndex[] place = [0, 0, .. t.Shape.Span[2..].ToArray().Select(size => (TensorIndex)(size / 2))];
            for (int group = 0; group < groups; group++)
            {
                for (int channel = 0; channel < Math.Min(filters, t.Shape[1]); channel++)
                {
                    (place[0], place[1]) = ((group * filters) + channel, channel);
                    values[place] = Tensor.Scalar(1, t.DType);
                }
            }

            return values;
        });
    }

    /// <summary>
    /// Orthogonal rows (or columns, if these are fewer) of length gain, uniform over all such matrices; the axes after the first
    /// count as one. Saxe et al. 2013 (arXiv 1312.6120).
    /// </summary>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    public static Tensor Orthogonal(Tensor tensor, double gain = 1, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank < 2) throw new ShapeException($"Orthogonal: a weight has two axes or more, not {tensor.Shape}.");
        return Set(tensor, t =>
        {
            int rows = t.Shape[0];
            int columns = rows == 0 ? 0 : t.Numel / rows;
            bool tall = rows > columns;
            (int count, int length) = tall ? (columns, rows) : (rows, columns);
            double[] vectors = Tensor.Normal([count, length], generator: generator, dtype: DType.Float64).ToArray<double>();
            Orthonormalize(vectors, count, length);
            Tensor values = Tensor.From<double>(vectors, [count, length]) * gain;
            return (tall ? values.Transpose() : values).Reshape(t.Shape.Span).To(t.DType);
        });
    }

    /// <summary>A matrix with a share of zeros in each column, the rest normally distributed. Martens 2010.</summary>
    /// <param name="tensor">[out, in].</param>
    /// <param name="sparsity">Share of zeros in each column, 0 to 1.</param>
    /// <param name="std">Deviation of the rest.</param>
    /// <param name="generator">The generator; <see cref="Generator.Shared"/> if not given.</param>
    /// <exception cref="ShapeException">The tensor is no matrix, or the share is not within 0 to 1.</exception>
    public static Tensor Sparse(Tensor tensor, double sparsity, double std = 0.01, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank != 2 || !(sparsity is >= 0 and <= 1))
            throw new ShapeException($"Sparse: takes a matrix and a share from 0 to 1, not {tensor.Shape} and {sparsity}.");
        return Set(tensor, t =>
        {
            Tensor values = Tensor.Normal(t.Shape, 0, std, generator, t.DType);
            int zeros = (int)Math.Ceiling(sparsity * t.Shape[0]);
            for (int column = 0; column < t.Shape[1]; column++)
            {
                long[] rows = Tensor.RandPerm(t.Shape[0], generator).ToArray<long>();
                for (int i = 0; i < zeros; i++) values[(int)rows[i], column] = Tensor.Scalar(0, t.DType);
            }

            return values;
        });
    }

    // Gram–Schmidt, twice for each vector, so that they are orthogonal to machine precision.
    private static void Orthonormalize(Span<double> vectors, int count, int length)
    {
        for (int i = 0; i < count; i++)
        {
            Span<double> vector = vectors.Slice(i * length, length);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++)
                {
                    ReadOnlySpan<double> other = vectors.Slice(j * length, length);
                    double along = System.Numerics.Tensors.TensorPrimitives.Dot<double>(vector, other);
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(other, -along, vector, vector);
                }
            }

            System.Numerics.Tensors.TensorPrimitives.Divide(vector, System.Numerics.Tensors.TensorPrimitives.Norm<double>(vector), vector);
        }
    }
}
