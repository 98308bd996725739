using System.Numerics;
using Adjoint.Core;
using Adjoint.Kernels;

namespace Adjoint.Ops;

/// <summary>One face of a convolution of known sizes, with the bias and relu that its kernel applies on the way.</summary>
/// <param name="Name">The operation's name.</param>
/// <param name="Result">Which face.</param>
/// <param name="Geometry">Sizes of images, filters and results.</param>
/// <param name="HasBias">Whether the third input is a bias.</param>
/// <param name="Rectify">Whether negative results become 0.</param>
internal sealed record ConvolutionRun(
    string Name, ConvolutionResult Result, ConvolutionGeometry Geometry, bool HasBias = false, bool Rectify = false) : IRealOp
{
    public unsafe void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Tensor a, Tensor b) = (x[0].Contiguous(), x[1].Contiguous());
        Tensor? bias = HasBias ? x[2].Contiguous() : null;
        fixed (T* pa = &a.ReadOnly<T>())
        fixed (T* pb = &b.ReadOnly<T>())
        fixed (T* pc = &Tensor.ReadOnlyOrNull<T>(bias))
        fixed (T* py = &y[0].Reference<T>())
        {
            switch (Result)
            {
                case ConvolutionResult.Output:
                    Kernels.Convolution.Forward(Geometry, pa, pb, py, new ConvolutionFinish<T>(pc, Rectify));
                    break;
                case ConvolutionResult.Input: Kernels.Convolution.InputGradient(Geometry, pa, pb, py); break;
                default: Kernels.Convolution.FilterGradient(Geometry, pa, pb, py); break;
            }
        }

        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(bias);
    }

    public string Describe<T>() where T : unmanaged, IFloatingPointIeee754<T> => ConvolutionPlan.For<T>(Result, Geometry).ToString();

    public void AddScratch<T>(ref ScratchSizes sizes) where T : unmanaged, IFloatingPointIeee754<T> =>
        Kernels.Convolution.AddScratch<T>(Result, Geometry, ref sizes);
}
