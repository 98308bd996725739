namespace Adjoint.Ops;

/// <summary>In which order a chain of matrix products takes the fewest multiplications: by dynamic programming over its pieces.</summary>
internal static class ProductOrder
{
    /// <summary>The product of matrices whose inner sizes agree.</summary>
    public static Tensor Multiply(Tensor[] x)
    {
        int count = x.Length;
        var sizes = new double[count + 1];
        for (int i = 0; i < count; i++) sizes[i] = x[i].Shape[0];
        sizes[count] = x[^1].Shape[1];
        var least = new double[count, count];
        var cut = new int[count, count];
        for (int length = 1; length < count; length++)
        {
            for (int first = 0; first + length < count; first++)
            {
                int last = first + length;
                least[first, last] = double.PositiveInfinity;
                for (int at = first; at < last; at++)
                {
                    double work = least[first, at] + least[at + 1, last] + (sizes[first] * sizes[at + 1] * sizes[last + 1]);
                    if (work < least[first, last]) (least[first, last], cut[first, last]) = (work, at);
                }
            }
        }

        return Piece(0, count - 1);

        Tensor Piece(int first, int last) =>
            first == last ? x[first] : Piece(first, cut[first, last]).MatMul(Piece(cut[first, last] + 1, last));
    }
}
