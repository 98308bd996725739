using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>
/// Convolution (cross-correlation, as networks mean it) over one to three spatial axes in float and double, and its two gradients, by the
/// algorithm of a <see cref="ConvolutionPlan"/>. Padding multiplies as a zero. Results are the same bits for any number of threads.
/// </summary>
internal static unsafe class Convolution
{
    /// <summary>y[n, f, o] = Σ over c, k of x[n, c, o * stride - padding + k * dilation] · w[f, c, k], finished; overwrites y.</summary>
    public static void Forward<T>(in ConvolutionPlan plan, T* x, T* w, T* y, ConvolutionFinish<T> finish = default)
        where T : unmanaged, INumberBase<T>
    {
        plan.Expect<T>(ConvolutionResult.Output);
        if (plan.Bits == 512) Forward<T, SimdVector512<T>>(in plan, x, w, y, finish);
        else if (plan.Bits == 256) Forward<T, SimdVector256<T>>(in plan, x, w, y, finish);
        else Forward<T, SimdVector128<T>>(in plan, x, w, y, finish);
    }

    /// <summary>The gradient gx of the input, from the gradient gy of the output; overwrites gx.</summary>
    public static void InputGradient<T>(in ConvolutionPlan plan, T* gy, T* w, T* gx) where T : unmanaged, INumberBase<T>
    {
        plan.Expect<T>(ConvolutionResult.Input);
        if (plan.Bits == 512) InputGradient<T, SimdVector512<T>>(in plan, gy, w, gx);
        else if (plan.Bits == 256) InputGradient<T, SimdVector256<T>>(in plan, gy, w, gx);
        else InputGradient<T, SimdVector128<T>>(in plan, gy, w, gx);
    }

    /// <summary>The gradient gw of the weights, from the gradient gy of the output; overwrites gw.</summary>
    public static void FilterGradient<T>(in ConvolutionPlan plan, T* gy, T* x, T* gw) where T : unmanaged, INumberBase<T>
    {
        plan.Expect<T>(ConvolutionResult.Filter);
        if (plan.Bits == 512) FilterGradient<T, SimdVector512<T>>(in plan, gy, x, gw);
        else if (plan.Bits == 256) FilterGradient<T, SimdVector256<T>>(in plan, gy, x, gw);
        else FilterGradient<T, SimdVector128<T>>(in plan, gy, x, gw);
    }

    /// <summary><see cref="Forward{T}(in ConvolutionPlan, T*, T*, T*, ConvolutionFinish{T})"/> as is fastest.</summary>
    public static void Forward<T>(in ConvolutionGeometry geometry, T* x, T* w, T* y, ConvolutionFinish<T> finish = default)
        where T : unmanaged, INumberBase<T>
        => Forward(ConvolutionPlan.For<T>(ConvolutionResult.Output, in geometry), x, w, y, finish);

    /// <summary><see cref="InputGradient{T}(in ConvolutionPlan, T*, T*, T*)"/> as is fastest.</summary>
    public static void InputGradient<T>(in ConvolutionGeometry geometry, T* gy, T* w, T* gx)
        where T : unmanaged, INumberBase<T>
        => InputGradient(ConvolutionPlan.For<T>(ConvolutionResult.Input, in geometry), gy, w, gx);

    /// <summary><see cref="FilterGradient{T}(in ConvolutionPlan, T*, T*, T*)"/> as is fastest.</summary>
    public static void FilterGradient<T>(in ConvolutionGeometry geometry, T* gy, T* x, T* gw)
        where T : unmanaged, INumberBase<T>
        => FilterGradient(ConvolutionPlan.For<T>(ConvolutionResult.Filter, in geometry), gy, x, gw);

    /// <summary>Adds the scratch memory that a convolution or one of its gradients takes.</summary>
    public static void AddScratch<T>(ConvolutionResult result, in ConvolutionGeometry geometry, ref ScratchSizes scratch)
        where T : unmanaged, INumberBase<T>
        => ConvolutionPlan.For<T>(result, in geometry).AddScratch(ref scratch);

    private static void Forward<T, TVector>(in ConvolutionPlan plan, T* x, T* w, T* y, ConvolutionFinish<T> finish)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        ConvolutionGeometry g = plan.Geometry;
        switch (plan.Algorithm)
        {
            case ConvolutionAlgorithm.Depthwise: DepthwiseCorrelation<T, TVector>.Forward(in g, x, w, y, finish); break;
            case ConvolutionAlgorithm.Gemm or ConvolutionAlgorithm.UnrolledGemm:
                ConvolutionProduct<T, TVector>.Forward(in g, x, w, y, finish);
                break;
            case ConvolutionAlgorithm.Winograd: Winograd.Forward<T, TVector>(plan.Tile, in g, x, w, y, finish); break;
            default: ConvolutionForward<T, TVector>.Run(in g, x, w, y, finish); break;
        }
    }

    private static void InputGradient<T, TVector>(in ConvolutionPlan plan, T* gy, T* w, T* gx)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        ConvolutionGeometry g = plan.Geometry;
        switch (plan.Algorithm)
        {
            case ConvolutionAlgorithm.Depthwise: DepthwiseCorrelation<T, TVector>.InputGradient(in g, gy, w, gx); break;
            case ConvolutionAlgorithm.Gemm: ConvolutionProduct<T, TVector>.InputGradient(in g, gy, w, gx); break;
            case ConvolutionAlgorithm.Winograd: Winograd.InputGradient<T, TVector>(plan.Tile, in g, gy, w, gx); break;
            default: ConvolutionInputGradient<T, TVector>.Run(in g, gy, w, gx); break;
        }
    }

    private static void FilterGradient<T, TVector>(in ConvolutionPlan plan, T* gy, T* x, T* gw)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        ConvolutionGeometry g = plan.Geometry;
        switch (plan.Algorithm)
        {
            case ConvolutionAlgorithm.Depthwise: DepthwiseFilterGradient<T, TVector>.Run(in g, gy, x, gw); break;
            case ConvolutionAlgorithm.Gemm or ConvolutionAlgorithm.UnrolledGemm:
                ConvolutionProduct<T, TVector>.FilterGradient(in g, gy, x, gw);
                break;
            case ConvolutionAlgorithm.Winograd: Winograd.FilterGradient<T, TVector>(plan.Tile, in g, gy, x, gw); break;
            case ConvolutionAlgorithm.DotProducts: ConvolutionFilterDotProducts<T, TVector>.Run(in g, gy, x, gw); break;
            default: ConvolutionFilterGradient<T, TVector>.Run(in g, gy, x, gw); break;
        }
    }
}
