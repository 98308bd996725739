namespace Adjoint;

/// <summary>The type and shape of a tensor, without its values.</summary>
/// <param name="DType">Type of the elements.</param>
/// <param name="Shape">Sizes of the axes.</param>
public readonly record struct Spec(DType DType, Shape Shape)
{
    /// <summary>Number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Number of elements.</summary>
    public int Numel => Shape.Numel;

    /// <summary>Type and shape: <c>float32 [2, 3]</c>.</summary>
    /// <inheritdoc/>
    public override string ToString() => $"{DType.Name()} {Shape}";

    /// <summary>Size in bytes of the elements.</summary>
    internal long Bytes => (long)Shape.Numel * DType.Size();
}
