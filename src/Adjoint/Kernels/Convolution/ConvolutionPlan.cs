namespace Adjoint.Kernels;

/// <summary>
/// How one result of a convolution is computed: the choice of the algorithm, made once, from which running and the
/// prediction of memory both follow. It depends on the shape, the type, the processor's registers and
/// <see cref="Winograd.LargestTile"/>, not on the number of threads: vectors of 128, 256 or 512 bits, numbers of 4 bytes or 8.
/// </summary>
internal readonly record struct ConvolutionPlan(
    ConvolutionResult Result, ConvolutionGeometry Geometry, ConvolutionAlgorithm Algorithm, WinogradTileKind Tile, int Bits,
    int ElementBytes)
{
    /// <summary>Chooses the fastest algorithm for the widest registers of the processor.</summary>
    public static ConvolutionPlan For<T>(ConvolutionResult result, in ConvolutionGeometry geometry) where T : unmanaged, INumberBase<T>
    {
        if (Vector512.IsHardwareAccelerated) return For<T, SimdVector512<T>>(result, in geometry);
        if (Vector256.IsHardwareAccelerated) return For<T, SimdVector256<T>>(result, in geometry);
        return For<T, SimdVector128<T>>(result, in geometry);
    }

    /// <summary>Chooses the fastest algorithm for registers of one width.</summary>
    /// <exception cref="NotSupportedException">T is neither float nor double.</exception>
    public static unsafe ConvolutionPlan For<T, TVector>(ConvolutionResult result, in ConvolutionGeometry geometry)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        KernelType.RequireReal<T>("Convolution");
        (ConvolutionAlgorithm algorithm, WinogradTileKind tile) = Choose<T, TVector>(result, in geometry);
        return new(result, geometry, algorithm, tile, TVector.Lanes * sizeof(T) * 8, sizeof(T));
    }

    /// <summary>
    /// Computes the result, which is overwritten: y[n, f, o] = Σ over c, k of x[n, c, o * stride - padding + k * dilation] · w[f, c, k],
    /// finished, from x and w; the gradient of x from that of y and w; or the gradient of w from that of y and x.
    /// </summary>
    /// <exception cref="InvalidOperationException">The plan is for another type.</exception>
    public unsafe void Run<T>(T* a, T* b, T* result, ConvolutionFinish<T> finish = default) where T : unmanaged, INumberBase<T>
    {
        if (ElementBytes != sizeof(T))
            throw new InvalidOperationException($"Convolution: a plan for {ElementBytes} bytes a number cannot run in {typeof(T).Name}.");
        if (Bits == 512) Run<T, SimdVector512<T>>(a, b, result, finish);
        else if (Bits == 256) Run<T, SimdVector256<T>>(a, b, result, finish);
        else Run<T, SimdVector128<T>>(a, b, result, finish);
    }

    /// <summary>Adds the scratch memory that running takes.</summary>
    public void AddScratch(ref ScratchSizes sizes)
    {
        if (Geometry.Batch == 0) return;
        if (ElementBytes == sizeof(float)) AddScratchOf<float>(ref sizes);
        else AddScratchOf<double>(ref sizes);
    }

    /// <summary>A short phrase, such as "winograd 4x4, 3x3", "gemm 1x1" or "direct 7x7, 512 bits".</summary>
    public override string ToString()
    {
        string taps = $"{Geometry.Height.Kernel}x{Geometry.Width.Kernel}";
        if (Geometry.Depth != WindowAxis.None) taps = $"{Geometry.Depth.Kernel}x{taps}";
        else if (Geometry.Height == WindowAxis.None) taps = $"{Geometry.Width.Kernel}";
        return Algorithm switch
        {
            ConvolutionAlgorithm.Winograd => $"winograd {(Tile == WinogradTileKind.Tile4 ? "4x4" : "2x2")}, {taps}",
            ConvolutionAlgorithm.Gemm => $"gemm {taps}",
            ConvolutionAlgorithm.UnrolledGemm => $"gemm {taps}, unrolled",
            ConvolutionAlgorithm.Depthwise => $"depthwise {taps}, {Bits} bits",
            ConvolutionAlgorithm.DotProducts => $"dot products {taps}, {Bits} bits",
            _ => $"direct {taps}, {Bits} bits",
        };
    }

    private static (ConvolutionAlgorithm Algorithm, WinogradTileKind Tile) Choose<T, TVector>(
        ConvolutionResult result, in ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        if (IsDepthwise<T, TVector>(result, in g)) return (ConvolutionAlgorithm.Depthwise, WinogradTileKind.None);
        if (ConvolutionProduct<T, TVector>.IsFaster(result, in g)) return (ConvolutionAlgorithm.Gemm, WinogradTileKind.None);
        WinogradTileKind tile = Winograd.TileFor<T, TVector>(result, in g);
        return tile != WinogradTileKind.None ? (ConvolutionAlgorithm.Winograd, tile) : (ChooseExact<T, TVector>(result, in g), tile);
    }

    /// <summary>The fastest algorithm of those that round each result by its own window.</summary>
    private static ConvolutionAlgorithm ChooseExact<T, TVector>(ConvolutionResult result, in ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        if (ConvolutionProduct<T, TVector>.IsFasterUnrolled(result, in g)) return ConvolutionAlgorithm.UnrolledGemm;
        bool dots = result == ConvolutionResult.Filter && ConvolutionFilterDotProducts<T, TVector>.IsFaster(in g);
        return dots ? ConvolutionAlgorithm.DotProducts : ConvolutionAlgorithm.Direct;
    }

    /// <summary>Whether each channel has a filter of its own, and vectors along the channels are faster than along the lines.</summary>
    private static bool IsDepthwise<T, TVector>(ConvolutionResult result, in ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
        => g is { GroupChannels: 1, GroupFilters: 1 } && 2 * g.Groups >= TVector.Lanes && g.Groups > 1 && g.Depth == WindowAxis.None
            && (result == ConvolutionResult.Filter
                ? DepthwiseFilterGradient<T, TVector>.IsFaster(in g)
                : DepthwiseCorrelation<T, TVector>.IsFaster(in g));

    private void AddScratchOf<T>(ref ScratchSizes sizes) where T : unmanaged, INumberBase<T>
    {
        if (Bits == 512) AddScratchOf<T, SimdVector512<T>>(ref sizes);
        else if (Bits == 256) AddScratchOf<T, SimdVector256<T>>(ref sizes);
        else AddScratchOf<T, SimdVector128<T>>(ref sizes);
    }

    private unsafe void Run<T, TVector>(T* a, T* b, T* result, ConvolutionFinish<T> finish)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        ConvolutionGeometry g = Geometry;
        switch (Algorithm, Result)
        {
            case (ConvolutionAlgorithm.Depthwise, ConvolutionResult.Filter):
                DepthwiseFilterGradient<T, TVector>.Run(in g, a, b, result);
                break;
            case (ConvolutionAlgorithm.Depthwise, _): DepthwiseCorrelation<T, TVector>.Run(Result, in g, a, b, result, finish); break;
            case (ConvolutionAlgorithm.Gemm or ConvolutionAlgorithm.UnrolledGemm, _):
                ConvolutionProduct<T, TVector>.Run(Result, in g, a, b, result, finish);
                break;
            case (ConvolutionAlgorithm.Winograd, _):
                if (Winograd.Run<T, TVector>(Tile, Result, in g, a, b, result, finish)) break;
                ConvolutionAlgorithm exact = ChooseExact<T, TVector>(Result, in g);
                (this with { Algorithm = exact, Tile = WinogradTileKind.None }).Run<T, TVector>(a, b, result, finish);
                break;
            case (ConvolutionAlgorithm.DotProducts, _): ConvolutionFilterDotProducts<T, TVector>.Run(in g, a, b, result); break;
            case (_, ConvolutionResult.Filter): ConvolutionFilterGradient<T, TVector>.Run(in g, a, b, result); break;
            case (_, ConvolutionResult.Input): ConvolutionInputGradient<T, TVector>.Run(in g, a, b, result); break;
            default: ConvolutionForward<T, TVector>.Run(in g, a, b, result, finish); break;
        }
    }

    private void AddScratchOf<T, TVector>(ref ScratchSizes sizes)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        ConvolutionGeometry g = Geometry;
        switch (Algorithm, Result)
        {
            case (ConvolutionAlgorithm.Depthwise, ConvolutionResult.Filter):
                DepthwiseFilterGradient<T, TVector>.AddScratch(in g, ref sizes);
                break;
            case (ConvolutionAlgorithm.Depthwise, _): DepthwiseCorrelation<T, TVector>.AddScratch(Result, in g, ref sizes); break;
            case (ConvolutionAlgorithm.Gemm or ConvolutionAlgorithm.UnrolledGemm, _):
                ConvolutionProduct<T, TVector>.AddScratch(Result, in g, ref sizes);
                break;
            case (ConvolutionAlgorithm.Winograd, _): Winograd.AddScratch<T, TVector>(Tile, Result, in g, ref sizes); break;
            case (ConvolutionAlgorithm.DotProducts, _): ConvolutionFilterDotProducts<T, TVector>.AddScratch(in g, ref sizes); break;
            case (_, ConvolutionResult.Filter): ConvolutionFilterGradient<T, TVector>.AddScratch(in g, ref sizes); break;
            case (_, ConvolutionResult.Input): ConvolutionInputGradient<T, TVector>.AddScratch(in g, ref sizes); break;
            default: ConvolutionForward<T, TVector>.AddScratch(in g, ref sizes); break;
        }
    }
}
