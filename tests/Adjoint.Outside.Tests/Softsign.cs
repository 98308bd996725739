using System.Numerics.Tensors;
using Adjoint.Core;

namespace Adjoint.Outside.Tests;

/// <summary>x / (1 + |x|).</summary>
public sealed record Softsign : PointwiseOp
{
    protected override void Map<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Abs(x, y);
        TensorPrimitives.Add(y, T.One, y);
        TensorPrimitives.Divide(x, y, y);
    }

    protected override Tensor? Slope(Tensor x, Tensor y) => (1 + x.Abs()).Pow(-2);
}
