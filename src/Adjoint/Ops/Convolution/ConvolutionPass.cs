using Adjoint.Core;
using Adjoint.Graphs;
using Adjoint.Kernels;

namespace Adjoint.Ops;

/// <summary>
/// A convolution, the addition of its bias and relu, computed in one pass over the output. The tape gets the calls that
/// this stands for, so derivatives of any order are theirs; what lies between them has a place in the graph, but never
/// had values, for none of the rules reads them: relu's reads its result, and the addition's nothing.
/// </summary>
internal static class ConvolutionPass
{
    /// <summary>max(x ∗ w + bias, 0), or without max; the inputs are real and of one type.</summary>
    public static Tensor Run(ConvolutionWindow window, Tensor x, Tensor w, Tensor? bias, bool rectify)
    {
        var op = new Convolution(window);
        Spec spec = op.Infer([x, w]);
        Tensor y = Tensor.Allocate(spec.DType, spec.Shape);
        ConvolutionGeometry geometry = window.Geometry(x.Shape, w.Shape, y.Shape);
        if (y.DType == DType.Float32) Run<float>(in geometry, x, w, bias, rectify, y);
        else Run<double>(in geometry, x, w, bias, rectify, y);
        bool convolved = x.RequiresGrad || w.RequiresGrad;
        if (GradMode.IsEnabled && (convolved || bias is { RequiresGrad: true })) Record(op, x, w, bias, rectify, convolved, y);
        return y;
    }

    private static unsafe void Run<T>(
        in ConvolutionGeometry geometry, Tensor x, Tensor w, Tensor? bias, bool rectify, Tensor y)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        (x, w, bias) = (x.Contiguous(), w.Contiguous(), bias?.Contiguous());
        fixed (T* px = &x.ReadOnly<T>())
        fixed (T* pw = &w.ReadOnly<T>())
        fixed (T* pb = bias is null ? [] : bias.Span<T>())
        fixed (T* py = &y.Reference<T>())
            Kernels.Convolution.Forward(geometry, px, pw, py, new ConvolutionFinish<T>(pb, rectify));
        GC.KeepAlive(x);
        GC.KeepAlive(w);
        GC.KeepAlive(bias);
    }

    private static void Record(Convolution op, Tensor x, Tensor w, Tensor? bias, bool rectify, bool convolved, Tensor y)
    {
        Tensor z = Tensor.Symbolic(y.Shape, y.DType);
        if (convolved)
        {
            x.CheckHistory();
            w.CheckHistory();
            z.Record(new Call(op, [x, w], z, isCaptured: false));
        }

        bias?.CheckHistory();

        // Whoever takes down what symbolic tensors do is not meant by these.
        using Recording.Silence _ = Recording.Pause();
        Tensor sum = bias is null ? z : z + BiasFor(bias, z.Rank);
        Call last = (rectify ? sum.Relu() : sum).Creator!;
        y.Record(new Call(last.Op, last.Inputs, y));
    }

    /// <summary>A bias [F] as images [N, F, …] take it.</summary>
    public static Tensor BiasFor(Tensor bias, int rank) => bias.ReshapeTo([bias.Shape[0], .. Shape.Repeat(1, rank - 2).Span]);
}
