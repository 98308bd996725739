namespace Adjoint.Data;

/// <summary>Puts the tensors of several samples together into one of a batch.</summary>
public static class Collation
{
    /// <summary>Stacks tensors of one shape along a new first axis.</summary>
    /// <param name="samples">N tensors, at least one, of one shape.</param>
    /// <returns>[N, …].</returns>
    /// <exception cref="ShapeException">There are none, or shapes differ; <see cref="Pad"/> makes them one.</exception>
    public static Tensor Stack(IEnumerable<Tensor> samples)
    {
        Tensor[] all = List(samples, "Collation.Stack");
        for (int i = 1; i < all.Length; i++)
            if (all[i].Shape != all[0].Shape)
                throw new ShapeException(
                    $"Collation.Stack: sample 0 is {all[0].Shape} and sample {i} is {all[i].Shape}; use Collation.Pad for samples of "
                    + "different lengths.");
        return Tensor.Stack(all);
    }

    /// <summary>Stacks tensors whose sizes differ, each padded at the end of every axis to the largest.</summary>
    /// <param name="samples">N tensors, at least one, of one rank and type.</param>
    /// <param name="value">What is put where a sample has nothing.</param>
    /// <returns>[N, …], each further size the largest among the samples.</returns>
    /// <exception cref="ShapeException">There are none, or their ranks differ.</exception>
    public static Tensor Pad(IEnumerable<Tensor> samples, double value = 0)
    {
        Tensor[] all = List(samples, "Collation.Pad");
        int rank = all[0].Rank;
        var sizes = new int[rank];
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i].Rank != rank)
                throw new ShapeException($"Collation.Pad: sample 0 has {rank} axes and sample {i} has {all[i].Rank}.");
            for (int axis = 0; axis < rank; axis++) sizes[axis] = Math.Max(sizes[axis], all[i].Shape[axis]);
        }

        return Tensor.Stack([.. all.Select(sample => sample.Pad(After(sample.Shape, sizes), value: value))]);
    }

    /// <summary>The lengths of samples along their first axis: what masks for padded batches are made from.</summary>
    /// <param name="samples">N tensors with at least one axis.</param>
    /// <returns>int64 [N].</returns>
    /// <exception cref="ShapeException">A sample is a number.</exception>
    public static Tensor Lengths(IEnumerable<Tensor> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Tensor.Of<long>([.. samples.Select(sample =>
            sample.Rank > 0 ? sample.Shape[0] : throw new ShapeException("Collation.Lengths: a number has no length."))]);
    }

    private static Tensor[] List(IEnumerable<Tensor> samples, string operation)
    {
        ArgumentNullException.ThrowIfNull(samples);
        Tensor[] all = [.. samples];
        return all.Length > 0 ? all : throw new ShapeException($"{operation}: there is no sample.");
    }

    /// <summary>How much to pad at the end of each axis; pairs of before and after, innermost axis first.</summary>
    private static int[] After(Shape shape, int[] sizes)
    {
        var padding = new int[2 * sizes.Length];
        for (int axis = 0; axis < sizes.Length; axis++) padding[(2 * (sizes.Length - 1 - axis)) + 1] = sizes[axis] - shape[axis];
        return padding;
    }
}
