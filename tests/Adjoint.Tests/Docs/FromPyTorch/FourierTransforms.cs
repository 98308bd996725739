namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] FourierTransforms() =>
    [
        Is("torch.complex", () => ComplexPairs.Of(v, w)),
        Is("torch.polar", () => ComplexPairs.Polar(p, w)),
        Is("Tensor.real", () => ComplexPairs.Real(B)),
        Is("Tensor.imag", () => ComplexPairs.Imag(B)),
        Is("torch.conj", () => ComplexPairs.Conj(B)),
        Is("torch.angle", () => ComplexPairs.Angle(B)),
        Is("torch.abs (complex)", () => ComplexPairs.Abs(B)),
        Is("torch.mul (complex)", () => ComplexPairs.Multiply(B, B)),
        Is("torch.fft.fft", () => Fourier.Fft(B, norm: FftNorm.Ortho)),
        Is("torch.fft.ifft", () => Fourier.Ifft(B)),
        Is("torch.fft.rfft", () => Fourier.Rfft(x, n: 8)),
        Is("torch.fft.irfft", () => Fourier.Irfft(Fourier.Rfft(x), n: 3)),
        Is("torch.fft.hfft", () => Fourier.Hfft(B)),
        Is("torch.fft.ihfft", () => Fourier.Ihfft(x)),
        Is("torch.fft.fft2", () => Fourier.Fft2(ComplexPairs.Of(image))),
        Is("torch.fft.ifft2", () => Fourier.Ifft2(ComplexPairs.Of(image))),
        Is("torch.fft.fftn", () => Fourier.Fftn(ComplexPairs.Of(batch), axes: [0, 2])),
        Is("torch.fft.ifftn", () => Fourier.Ifftn(ComplexPairs.Of(batch))),
        Is("torch.fft.rfft2", () => Fourier.Rfft2(image)),
        Is("torch.fft.irfft2", () => Fourier.Irfft2(Fourier.Rfft2(image))),
        Is("torch.fft.rfftn", () => Fourier.Rfftn(batch, s: [4, 4])),
        Is("torch.fft.irfftn", () => Fourier.Irfftn(Fourier.Rfftn(batch), s: [2, 3, 3])),
        Is("torch.fft.fftfreq", () => Fourier.Fftfreq(8, d: 0.5)),
        Is("torch.fft.rfftfreq", () => Fourier.Rfftfreq(8)),
        Is("torch.fft.fftshift", () => Fourier.Fftshift(x)),
        Is("torch.fft.ifftshift", () => Fourier.Ifftshift(B, pairs: true)),
        Is("torch.stft", () => Fourier.Stft(v.Pad([0, 13]), nFft: 8, hopLength: 2, window: Tensor.HannWindow(8))),
        Is("torch.istft", () => Fourier.Istft(Fourier.Stft(v.Pad([0, 13]), 8), nFft: 8, length: 16)),
        Is("torch.hann_window", () => Tensor.HannWindow(8)),
        Is("torch.hamming_window", () => Tensor.HammingWindow(8, periodic: false)),
        Is("torch.blackman_window", () => Tensor.BlackmanWindow(8)),
        Is("torch.bartlett_window", () => Tensor.BartlettWindow(8)),
        Is("torch.kaiser_window", () => Tensor.KaiserWindow(8, beta: 6)),
    ];
}
