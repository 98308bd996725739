using System.Numerics;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels;

/// <summary>
/// Convolution (cross-correlation, as networks mean it) over one to three spatial axes in float and double, and its two
/// gradients. All three are matrix products whose image operand is never unrolled in memory. Padding multiplies as a zero.
/// Results are the same bits for any number of threads.
/// </summary>
internal static unsafe class Convolution
{
    /// <summary>
    /// y[n, f, o] = Σ over c, k of x[n, c, o * stride - padding + k * dilation] · w[f, c, k], finished; overwrites y.
    /// </summary>
    public static void Forward<T>(in ConvolutionGeometry geometry, T* x, T* w, T* y, ConvolutionFinish<T> finish = default)
        where T : unmanaged, INumberBase<T>
    {
        if (Vector512.IsHardwareAccelerated) Forward<T, Wide512<T>>(in geometry, x, w, y, finish);
        else if (Vector256.IsHardwareAccelerated) Forward<T, Wide256<T>>(in geometry, x, w, y, finish);
        else Forward<T, Wide128<T>>(in geometry, x, w, y, finish);
    }

    /// <summary>The gradient gx of the input, from the gradient gy of the output; overwrites gx.</summary>
    public static void InputGradient<T>(in ConvolutionGeometry geometry, T* gy, T* w, T* gx)
        where T : unmanaged, INumberBase<T>
    {
        if (Vector512.IsHardwareAccelerated) InputGradient<T, Wide512<T>>(in geometry, gy, w, gx);
        else if (Vector256.IsHardwareAccelerated) InputGradient<T, Wide256<T>>(in geometry, gy, w, gx);
        else InputGradient<T, Wide128<T>>(in geometry, gy, w, gx);
    }

    /// <summary>The gradient gw of the weights, from the gradient gy of the output; overwrites gw.</summary>
    public static void FilterGradient<T>(in ConvolutionGeometry geometry, T* gy, T* x, T* gw)
        where T : unmanaged, INumberBase<T>
    {
        if (Vector512.IsHardwareAccelerated) FilterGradient<T, Wide512<T>>(in geometry, gy, x, gw);
        else if (Vector256.IsHardwareAccelerated) FilterGradient<T, Wide256<T>>(in geometry, gy, x, gw);
        else FilterGradient<T, Wide128<T>>(in geometry, gy, x, gw);
    }

    /// <summary>Adds the scratch memory that a convolution or one of its gradients takes.</summary>
    public static void AddScratch<T>(ConvolutionResult result, in ConvolutionGeometry geometry, ref ScratchSizes scratch)
        where T : unmanaged, INumberBase<T>
    {
        if (geometry.Batch == 0) return;
        if (Vector512.IsHardwareAccelerated) AddScratch<T, Wide512<T>>(result, in geometry, ref scratch);
        else if (Vector256.IsHardwareAccelerated) AddScratch<T, Wide256<T>>(result, in geometry, ref scratch);
        else AddScratch<T, Wide128<T>>(result, in geometry, ref scratch);
    }

    private static void Forward<T, TWide>(
        in ConvolutionGeometry geometry, T* x, T* w, T* y, ConvolutionFinish<T> finish)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        if (IsByChannels<T, TWide>(ConvolutionResult.Output, in geometry))
            DepthwiseCorrelation<T, TWide>.Forward(in geometry, x, w, y, finish);
        else if (ConvolutionProduct<T, TWide>.Gains(ConvolutionResult.Output, in geometry))
            ConvolutionProduct<T, TWide>.Forward(in geometry, x, w, y, finish);
        else if (Winograd.Forward<T, TWide>(in geometry, x, w, y, finish))
            return;
        else if (ConvolutionProduct<T, TWide>.GainsUnrolled(ConvolutionResult.Output, in geometry))
            ConvolutionProduct<T, TWide>.Forward(in geometry, x, w, y, finish);
        else
            ConvolutionForward<T, TWide>.Run(in geometry, x, w, y, finish);
    }

    private static void InputGradient<T, TWide>(in ConvolutionGeometry geometry, T* gy, T* w, T* gx)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        if (IsByChannels<T, TWide>(ConvolutionResult.Input, in geometry))
            DepthwiseCorrelation<T, TWide>.InputGradient(in geometry, gy, w, gx);
        else if (ConvolutionProduct<T, TWide>.Gains(ConvolutionResult.Input, in geometry))
            ConvolutionProduct<T, TWide>.InputGradient(in geometry, gy, w, gx);
        else if (!Winograd.InputGradient<T, TWide>(in geometry, gy, w, gx))
            ConvolutionInputGradient<T, TWide>.Run(in geometry, gy, w, gx);
    }

    private static void FilterGradient<T, TWide>(in ConvolutionGeometry geometry, T* gy, T* x, T* gw)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        if (IsByChannels<T, TWide>(ConvolutionResult.Filter, in geometry))
            DepthwiseFilterGradient<T, TWide>.Run(in geometry, gy, x, gw);
        else if (ConvolutionProduct<T, TWide>.Gains(ConvolutionResult.Filter, in geometry))
            ConvolutionProduct<T, TWide>.FilterGradient(in geometry, gy, x, gw);
        else if (Winograd.FilterGradient<T, TWide>(in geometry, gy, x, gw))
            return;
        else if (ConvolutionProduct<T, TWide>.GainsUnrolled(ConvolutionResult.Filter, in geometry))
            ConvolutionProduct<T, TWide>.FilterGradient(in geometry, gy, x, gw);
        else
            ConvolutionFilterGradient<T, TWide>.Run(in geometry, gy, x, gw);
    }

    /// <summary>
    /// Whether each channel has a filter of its own, they fill at least half a register, and lanes along the channels gain over
    /// lanes along the lines.
    /// </summary>
    private static bool IsByChannels<T, TWide>(ConvolutionResult result, in ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
        => g is { GroupChannels: 1, GroupFilters: 1 } && 2 * g.Groups >= TWide.Lanes && g.Groups > 1 && g.Depth == WindowAxis.None
            && (result == ConvolutionResult.Filter
                ? DepthwiseFilterGradient<T, TWide>.Gains(in g)
                : DepthwiseCorrelation<T, TWide>.Gains(in g));

    private static void AddScratch<T, TWide>(ConvolutionResult result, in ConvolutionGeometry geometry, ref ScratchSizes scratch)
        where T : unmanaged, INumberBase<T>
        where TWide : struct, IWide<TWide, T>
    {
        if (IsByChannels<T, TWide>(result, in geometry))
        {
            if (result == ConvolutionResult.Filter) DepthwiseFilterGradient<T, TWide>.AddScratch(in geometry, ref scratch);
            else DepthwiseCorrelation<T, TWide>.AddScratch(in geometry, result == ConvolutionResult.Input, ref scratch);
            return;
        }

        if (ConvolutionProduct<T, TWide>.Gains(result, in geometry))
        {
            ConvolutionProduct<T, TWide>.AddScratch(result, in geometry, ref scratch);
            return;
        }

        bool isWinograd = result == ConvolutionResult.Filter
            ? Winograd.AddFilterScratch<T, TWide>(in geometry, ref scratch)
            : Winograd.AddScratch<T, TWide>(in geometry, isGradient: result == ConvolutionResult.Input, ref scratch);
        if (isWinograd) return;
        if (ConvolutionProduct<T, TWide>.GainsUnrolled(result, in geometry))
            ConvolutionProduct<T, TWide>.AddScratch(result, in geometry, ref scratch);
        else if (result == ConvolutionResult.Output)
            ConvolutionForward<T, TWide>.AddScratch(in geometry, ref scratch);
        else if (result == ConvolutionResult.Input)
            ConvolutionInputGradient<T, TWide>.AddScratch(in geometry, ref scratch);
        else
            ConvolutionFilterGradient<T, TWide>.AddScratch(in geometry, ref scratch);
    }
}
