namespace Adjoint.Ops;

internal static partial class OpTable
{
    private static IEnumerable<OpCase> FourierTransforms() => [.. LineTransforms(), .. SeveralAxes(), .. ShortTime(), .. PairWords()];

    private static IEnumerable<OpCase> LineTransforms() =>
    [
        .. new Shape[] { [6, 2], [2, 5, 2], [7, 2], [1, 2], [3, 4, 2], [0, 3, 2] }.SelectMany(shape => new[]
        {
            One("Fourier.Fft", "", x => Fourier.Fft(x[0]), In(shape)),
            One("Fourier.Ifft", "", x => Fourier.Ifft(x[0]), In(shape)),
        }),
        .. new Shape[] { [6], [2, 5], [7], [1], [2], [3, 8], [0, 3] }.SelectMany(shape => new[]
        {
            One("Fourier.Rfft", "", x => Fourier.Rfft(x[0]), In(shape)),
            One("Fourier.Ihfft", "", x => Fourier.Ihfft(x[0]), In(shape)),
        }),
        .. new Shape[] { [4, 2], [2, 3, 2], [6, 2], [2, 2] }.SelectMany(shape => new[]
        {
            One("Fourier.Irfft", "", x => Fourier.Irfft(x[0]), In(shape)),
            One("Fourier.Hfft", "", x => Fourier.Hfft(x[0]), In(shape)),
        }),
        One("Fourier.Fft", "n=5 axis=0 ortho", x => Fourier.Fft(x[0], 5, 0, FftNorm.Ortho), In([3, 2, 2])),
        One("Fourier.Fft", "n=2 forward", x => Fourier.Fft(x[0], 2, norm: FftNorm.Forward), In([3, 2])),
        One("Fourier.Ifft", "n=3 axis=-2 forward", x => Fourier.Ifft(x[0], 3, -2, FftNorm.Forward), In([2, 2, 2])),
        One("Fourier.Rfft", "n=6 axis=0 ortho", x => Fourier.Rfft(x[0], 6, 0, FftNorm.Ortho), In([3, 2])),
        One("Fourier.Rfft", "n=3 forward", x => Fourier.Rfft(x[0], 3, norm: FftNorm.Forward), In([4])),
        One("Fourier.Irfft", "n=5", x => Fourier.Irfft(x[0], 5), In([3, 2])),
        One("Fourier.Irfft", "n=1", x => Fourier.Irfft(x[0], 1), In([3, 2])),
        One("Fourier.Irfft", "n=7 axis=0 forward", x => Fourier.Irfft(x[0], 7, 0, FftNorm.Forward), In([3, 2, 2])),
        One("Fourier.Hfft", "n=5 ortho", x => Fourier.Hfft(x[0], 5, norm: FftNorm.Ortho), In([2, 3, 2])),
        One("Fourier.Ihfft", "n=5 forward", x => Fourier.Ihfft(x[0], 5, norm: FftNorm.Forward), In([2, 4])),
    ];

    private static IEnumerable<OpCase> SeveralAxes() =>
    [
        One("Fourier.Fft2", "", x => Fourier.Fft2(x[0]), In([2, 3, 4, 2])),
        One("Fourier.Fft2", "s=[2, 5] axes=[1, 0] ortho", x => Fourier.Fft2(x[0], [2, 5], [1, 0], FftNorm.Ortho), In([3, 4, 2])),
        One("Fourier.Ifft2", "", x => Fourier.Ifft2(x[0]), In([3, 4, 2])),
        One("Fourier.Fftn", "", x => Fourier.Fftn(x[0]), In([2, 2, 3, 2])),
        One("Fourier.Fftn", "s=[-1, 4]", x => Fourier.Fftn(x[0], [-1, 4]), In([2, 2, 3, 2])),
        One("Fourier.Ifftn", "axes=[0] forward", x => Fourier.Ifftn(x[0], axes: [0], norm: FftNorm.Forward), In([3, 2, 2])),
        One("Fourier.Rfft2", "", x => Fourier.Rfft2(x[0]), In([2, 3, 4])),
        One("Fourier.Rfftn", "", x => Fourier.Rfftn(x[0]), In([2, 2, 3])),
        One("Fourier.Rfftn", "s=[3, 2] axes=[2, 0]", x => Fourier.Rfftn(x[0], [3, 2], [2, 0]), In([2, 2, 3])),
        One("Fourier.Irfft2", "", x => Fourier.Irfft2(x[0]), In([3, 3, 2])),
        One("Fourier.Irfftn", "s=[2, 5]", x => Fourier.Irfftn(x[0], [2, 5]), In([2, 2, 3, 2])),
        One("Fourier.Hfft2", "", x => Fourier.Hfft2(x[0]), In([3, 3, 2])),
        One("Fourier.Hfftn", "ortho", x => Fourier.Hfftn(x[0], norm: FftNorm.Ortho), In([2, 2, 3, 2])),
        One("Fourier.Ihfft2", "", x => Fourier.Ihfft2(x[0]), In([3, 4])),
        One("Fourier.Ihfftn", "", x => Fourier.Ihfftn(x[0]), In([2, 3, 4])),
        One("Fourier.Fftshift", "", x => Fourier.Fftshift(x[0]), In([5, 4])),
        One("Fourier.Fftshift", "axes=[0] pairs", x => Fourier.Fftshift(x[0], [0], true), In([5, 3, 2])),
        One("Fourier.Ifftshift", "", x => Fourier.Ifftshift(x[0]), In([5, 4])),
    ];

    private static IEnumerable<OpCase> ShortTime() =>
    [
        One("Fourier.Stft", "8", x => Fourier.Stft(x[0], 8), In([12])),
        One("Fourier.Stft", "6 hop=2 window=4 normalized", x => Fourier.Stft(
            x[0], 6, 2, 4, Tensor.HannWindow(4, dtype: DType.Float64).To(x[0].Widened().DType), normalized: true), In([2, 9])),
        One("Fourier.Stft", "5 hop=2 all beside", x => Fourier.Stft(x[0], 5, 2, center: false, onesided: false), In([9])),
        One("Fourier.Stft", "4 hop=3 constant", x => Fourier.Stft(x[0], 4, 3, padMode: PadMode.Constant), In([7])),
        One("Fourier.Istft", "8 hop=2", x => Fourier.Istft(
            x[0], 8, 2, window: Tensor.HannWindow(8, dtype: DType.Float64).To(x[0].Widened().DType)), In([5, 4, 2])),
        One("Fourier.Istft", "6 hop=2 length=9 normalized", x => Fourier.Istft(
            x[0], 6, 2, window: Tensor.HammingWindow(6, dtype: DType.Float64).To(x[0].Widened().DType), normalized: true, length: 9),
            In([2, 4, 4, 2])),
        One("Fourier.Istft", "5 hop=2 all beside", x => Fourier.Istft(x[0], 5, 2, center: false, onesided: false), In([5, 3, 2])),
    ];

    private static IEnumerable<OpCase> PairWords() =>
    [
        One("ComplexPairs.Of", "", x => ComplexPairs.Of(x[0], x[1]), In([2, 3]), In([3])),
        One("ComplexPairs.Of", "real", x => ComplexPairs.Of(x[0]), In([2, 3])),
        One("ComplexPairs.Polar", "", x => ComplexPairs.Polar(x[0], x[1]), In([3], Domain.Positive), In([2, 3])),
        One("ComplexPairs.Real", "", x => ComplexPairs.Real(x[0]), In([3, 2])),
        One("ComplexPairs.Imag", "", x => ComplexPairs.Imag(x[0]), In([3, 2])),
        One("ComplexPairs.Conj", "", x => ComplexPairs.Conj(x[0]), In([3, 2])),
        One("ComplexPairs.Abs", "", x => ComplexPairs.Abs(x[0]), In([2, 3, 2])),
        One("ComplexPairs.Angle", "", x => ComplexPairs.Angle(x[0]), In([3, 4, 2])),
        One("ComplexPairs.Multiply", "", x => ComplexPairs.Multiply(x[0], x[1]), In([2, 3, 2]), In([3, 2])),
    ];
}
