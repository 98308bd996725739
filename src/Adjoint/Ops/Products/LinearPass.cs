using System.Numerics;
using Adjoint.Core;
using Adjoint.Graphs;
using Adjoint.Kernels;

namespace Adjoint.Ops;

/// <summary>
/// x·Wᵀ + b in one pass: the product is added onto the bias where the output is. The tape gets the product and the sum
/// that this stands for, so derivatives of any order are theirs; the product has a place in the graph, but never had
/// values of its own, for the rule of the sum reads none.
/// </summary>
internal static class LinearPass
{
    /// <summary>[n, in], [out, in], [out] → [n, out], all real, of one type and with values.</summary>
    public static Tensor Run(Tensor x, Tensor weight, Tensor bias)
    {
        Tensor y = Tensor.Allocate(x.DType, [x.Shape[0], weight.Shape[0]]);
        if (y.DType == DType.Float32) Run<float>(x, weight, bias, y);
        else Run<double>(x, weight, bias, y);
        if (GradMode.IsEnabled && (x.RequiresGrad || weight.RequiresGrad || bias.RequiresGrad)) Record(x, weight, bias, y);
        return y;
    }

    private static unsafe void Run<T>(Tensor x, Tensor weight, Tensor bias, Tensor y) where T : unmanaged, INumberBase<T>
    {
        (int m, int n, int k) = (y.Shape[0], y.Shape[1], x.Shape[1]);
        if (y.Count == 0) return;
        fixed (T* px = &x.ReadOnly<T>())
        fixed (T* pw = &weight.ReadOnly<T>())
        fixed (T* pb = &bias.ReadOnly<T>())
        fixed (T* py = &y.Reference<T>())
        {
            nint step = bias.Stride(0);
            for (int j = 0; j < n; j++) py[j] = pb[j * step];
            var row = new ReadOnlySpan<T>(py, n);
            for (int i = 1; i < m; i++) row.CopyTo(new Span<T>(py + ((nint)i * n), n));
            Gemm.Multiply(m, n, k, px, x.Stride(0), x.Stride(1), pw, weight.Stride(1), weight.Stride(0), py, n, true);
        }

        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
    }

    private static void Record(Tensor x, Tensor weight, Tensor bias, Tensor y)
    {
        Tensor product = Tensor.Symbolic(y.Shape, y.DType);
        bias.CheckHistory();
        if (x.RequiresGrad || weight.RequiresGrad)
        {
            x.CheckHistory();
            weight.CheckHistory();
            product.Record(new Call(MatMul.Op, [x, weight.Transpose()], product, isCaptured: false));
        }

        // Whoever takes down what symbolic tensors do is not meant by this.
        using Recording.Silence _ = Recording.Pause();
        Call last = (product + bias).Creator!;
        y.Record(new Call(last.Op, last.Inputs, y));
    }
}
