using System.Numerics;
using Adjoint.Core;
using Adjoint.Kernels;

namespace Adjoint.Ops;

/// <summary>
/// x·Wᵀ + b in one operation, the layer of a dense network: [n, in], [out, in], [out] → [n, out]. The product is added
/// onto the bias where the output is.
/// </summary>
public sealed record Affine : Fused
{
    internal static readonly Affine Op = new();

    /// <inheritdoc/>
    public override Spec Infer(ReadOnlySpan<Tensor> x)
    {
        Expect.Inputs(this, x, 3);
        Expect.SameType(this, x[0], x[1]);
        Expect.SameType(this, x[0], x[2]);
        Expect.Real(this, x[0]);
        Expect.Rank(this, x[0], 2, "the input [n, in]");
        Expect.Rank(this, x[1], 2, "the weight [out, in]");
        Expect.Rank(this, x[2], 1, "the bias [out]");
        if (x[0].Shape[1] != x[1].Shape[1] || x[1].Shape[0] != x[2].Shape[0])
            throw new ShapeException($"Affine: an input of shape {x[0].Shape}, a weight of shape {x[1].Shape} and a bias of shape {x[2].Shape} do not fit.");
        return new Spec(x[0].DType, [x[0].Shape[0], x[1].Shape[0]]);
    }

    /// <inheritdoc/>
    public override Tensor Expand(ReadOnlySpan<Tensor> x) => x[0].MatMul(x[1].Transpose()) + x[2];

    /// <inheritdoc/>
    public override Tensor? Vjp(Call call, int input, Tensor g) => input switch
    {
        0 => g.MatMul(call[1]),
        1 => g.Transpose().MatMul(call[0]),
        _ => g.Sum([0]),
    };

    /// <inheritdoc/>
    public override Tensor? Jvp(Call call, int input, Tensor t) => input switch
    {
        0 => t.MatMul(call[1].Transpose()),
        1 => call[0].MatMul(t.Transpose()),
        _ => t.Expand(call.Spec.Shape),
    };

    /// <inheritdoc/>
    protected internal override void Run(ReadOnlySpan<Tensor> x, Tensor y)
    {
        if (y.DType == DType.Float32) Run<float>(x[0], x[1], x[2], y);
        else Run<double>(x[0], x[1], x[2], y);
    }

    private static unsafe void Run<T>(Tensor x, Tensor weight, Tensor bias, Tensor y) where T : unmanaged, INumberBase<T>
    {
        (int m, int n, int k) = (y.Shape[0], y.Shape[1], x.Shape[1]);
        if (y.Count == 0) return;
        fixed (T* px = &x.Reference<T>())
        fixed (T* pw = &weight.Reference<T>())
        fixed (T* pb = &bias.Reference<T>())
        fixed (T* py = &y.Reference<T>())
        {
            for (int j = 0; j < n; j++) py[j] = pb[j * (nint)bias.Strides[0]];
            var row = new ReadOnlySpan<T>(py, n);
            for (int i = 1; i < m; i++) row.CopyTo(new Span<T>(py + ((nint)i * n), n));
            Gemm.Multiply(m, n, k, px, x.Strides[0], x.Strides[1], pw, weight.Strides[1], weight.Strides[0], py, n, true);
        }

        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
    }
}
