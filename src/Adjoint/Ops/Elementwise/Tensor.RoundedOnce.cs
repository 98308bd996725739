namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// An expression of several operations on tensors of which some may have half precision: it computes in float32 then, and is rounded
    /// once, to the type in which they meet.
    /// </summary>
    private static Tensor RoundedOnce(Func<Tensor[], Tensor> expression, params ReadOnlySpan<Tensor> x)
    {
        var inputs = new Tensor[x.Length];
        bool isHalf = false;
        for (int i = 0; i < inputs.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(x[i], nameof(x));
            isHalf |= x[i].DType.IsHalf();
            inputs[i] = x[i].Widened();
        }

        if (!isHalf) return expression(inputs);
        DType type = x[0].DType;
        for (int i = 1; i < x.Length; i++)
            if (x[i].Rank > 0 || x[0].Rank == 0) type = DTypes.Promote(type, x[i].DType);
        return expression(inputs).To(type);
    }
}
