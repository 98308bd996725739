namespace Adjoint;

/// <content>
/// How an expression of several operations computes with float16 and bfloat16: in float32 throughout, rounded once at its end,
/// as a single operation does.
/// </content>
public sealed partial class Tensor
{
    /// <summary>This tensor in float32 where it has half precision, else itself.</summary>
    internal Tensor Widened() => DType.IsHalf() ? To(DType.Float32) : this;

    /// <summary>A result in this tensor's type where that is half precision, else as it is.</summary>
    private Tensor Rounded(Tensor result) => DType.IsHalf() ? result.To(DType) : result;

    /// <summary>The type in which this tensor meets others; what is null or a number without axes widens nothing.</summary>
    private DType Meeting(params ReadOnlySpan<Tensor?> others)
    {
        DType type = DType;
        foreach (Tensor? other in others)
            if (other is not null && (other.Rank > 0 || Rank == 0)) type = DTypes.Promote(type, other.DType);
        return type;
    }
}
