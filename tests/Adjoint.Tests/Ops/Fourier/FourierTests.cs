namespace Adjoint.Tests.Ops;

/// <summary>Fourier transforms against their sums, on lengths with all kinds of factors.</summary>
public sealed class FourierTests
{
    public static TheoryData<int> Lengths =>
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 25, 27, 30, 32, 49, 60, 97, 100, 121, 128, 240, 251, 1009];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_transform_is_its_sum(int n)
    {
        foreach (int rows in (int[])[1, 3, 11])
        {
            Tensor x = Normal([rows, n, 2]);
            (double[] values, double[] y) = (x.ToArray<double>(), Fourier.Fft(x).ToArray<double>());
            double[] back = Fourier.Ifft(Fourier.Fft(x)).ToArray<double>();
            for (int row = 0; row < rows; row += 5)
            {
                for (int k = 0; k < n; k += Math.Max(1, n / 7))
                {
                    (double re, double im) = (0, 0);
                    for (int j = 0; j < n; j++)
                    {
                        (double s, double c) = Math.SinCos(-2 * Math.PI * ((long)j * k % n) / n);
                        (double a, double b) = (values[((row * n) + j) * 2], values[(((row * n) + j) * 2) + 1]);
                        re += (a * c) - (b * s);
                        im += (a * s) + (b * c);
                    }

                    y[((row * n) + k) * 2].ShouldBe(re, 1e-13 * (n + 10));
                    y[(((row * n) + k) * 2) + 1].ShouldBe(im, 1e-13 * (n + 10));
                }
            }

            for (int i = 0; i < values.Length; i++) back[i].ShouldBe(values[i], 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Real_transforms_are_half_of_complex_ones(int n)
    {
        Tensor x = Normal([5, n]);
        Tensor whole = Fourier.Fft(ComplexPairs.Of(x));
        Tensor half = Fourier.Rfft(x);
        Close(half, whole.Narrow(1, 0, (n / 2) + 1), 1e-12);
        Close(Fourier.Irfft(half, n), x, 1e-13);
        Close(Fourier.Hfft(Fourier.Ihfft(x), n), x, 1e-13);
        Tensor spectrum = Normal([3, (n / 2) + 1, 2]);
        Close(Fourier.Rfft(Fourier.Irfft(spectrum, n)).Narrow(1, 0, 1).Narrow(2, 0, 1), spectrum.Narrow(1, 0, 1).Narrow(2, 0, 1), 1e-12);
    }

    [Fact]
    public void Long_transforms_come_back()
    {
        foreach (int n in (int[])[1 << 17, 99_991])
        {
            Tensor x = Normal([n]);
            Close(Fourier.Irfft(Fourier.Rfft(x), n), x, 1e-12);
        }
    }

    [Fact]
    public void A_row_does_not_disturb_another()
    {
        Tensor x = Normal([3, 12]);
        Tensor alone = Fourier.Rfft(x[1]);
        x[0].Fill(1e300);
        x[2].Fill(double.NaN);
        Fourier.Rfft(x)[1].ToArray<double>().ShouldBe(alone.ToArray<double>());
    }

    [Fact]
    public void Pieces_add_up_to_the_signal()
    {
        Tensor x = Normal([2, 50]);
        Tensor window = Tensor.HannWindow(8, dtype: DType.Float64);
        Tensor spectra = Fourier.Stft(x, 8, 2, window: window);
        spectra.Shape.ShouldBe([2, 5, 26, 2]);
        Close(Fourier.Istft(spectra, 8, 2, window: window, length: 50), x, 1e-12);
        Tensor all = Fourier.Stft(x, 8, 2, window: window, onesided: false, normalized: true);
        Close(Fourier.Istft(all, 8, 2, window: window, normalized: true, length: 55).Narrow(-1, 0, 50), x, 1e-12);
    }

    [Fact]
    public void Frequencies_and_their_shifts()
    {
        Fourier.Fftfreq(5, 0.5, DType.Float64).ToArray<double>().ShouldBe([0, 0.4, 0.8, -0.8, -0.4], 1e-15);
        Fourier.Fftfreq(4).ToArray<float>().ShouldBe([0, 0.25f, -0.5f, -0.25f]);
        Fourier.Rfftfreq(4).ToArray<float>().ShouldBe([0, 0.25f, 0.5f]);
        Tensor x = Tensor.Arange(5);
        Fourier.Fftshift(x).ToArray<long>().ShouldBe([3L, 4, 0, 1, 2]);
        Fourier.Ifftshift(Fourier.Fftshift(x)).ToArray<long>().ShouldBe(x.ToArray<long>());
        Should.Throw<ShapeException>(() => Fourier.Fftshift(Tensor.Zeros([4, 2]))).Message.ShouldContain("pairs: true");
    }

    [Fact]
    public void Windows_are_those_of_PyTorch()
    {
        Of(Tensor.HannWindow(4, dtype: DType.Float64)).ShouldBe([0, 0.5, 1, 0.5], 1e-15);
        Of(Tensor.HannWindow(5, false, DType.Float64)).ShouldBe([0, 0.5, 1, 0.5, 0], 1e-15);
        Of(Tensor.HammingWindow(4, dtype: DType.Float64)).ShouldBe([0.08, 0.54, 1, 0.54], 1e-15);
        Of(Tensor.BlackmanWindow(5, false, DType.Float64)).ShouldBe([0, 0.34, 1, 0.34, 0], 1e-15);
        Of(Tensor.BartlettWindow(4, dtype: DType.Float64)).ShouldBe([0, 0.5, 1, 0.5], 1e-15);
        Of(Tensor.KaiserWindow(4, dtype: DType.Float64)).ShouldBe(KaiserOf4, 1e-14);
        Tensor.KaiserWindow(1).Item().ShouldBe(1);
        Tensor.HannWindow(0).Shape.ShouldBe([0]);

        static double[] Of(Tensor x) => x.ToArray<double>();
    }

    [Fact]
    public void What_does_not_fit_is_told()
    {
        Should.Throw<ShapeException>(() => Fourier.Fft(Tensor.Zeros([4]))).Message.ShouldContain("ComplexPairs.Of");
        Should.Throw<ShapeException>(() => Fourier.Rfft(Tensor.Zeros([0]))).Message.ShouldBe("Rfft: there is no transform of 0 points.");
        Should.Throw<ShapeException>(() => Fourier.Fft(Tensor.Zeros([4, 2]), axis: 1)).Message.ShouldStartWith("Fft: axis 1");
        Should.Throw<ShapeException>(() => Fourier.Stft(Tensor.Zeros([3]), 8)).Message.ShouldContain("reflected");
        Tensor spectra = Fourier.Stft(Tensor.Ones([16]), 4, 4, center: false);
        Should.Throw<ShapeException>(() => Fourier.Istft(spectra, 4, 4, window: Tensor.HannWindow(4), center: false)).Message
            .ShouldContain("without weight");
    }

    [Fact]
    public void Angles_are_those_of_the_arctangent_of_two()
    {
        double[] parts = [-2, -1, 0, 1, 2];
        foreach (double re in parts)
            foreach (double im in parts)
                ComplexPairs.Angle(Tensor.Of(re, im)).Item().ShouldBe(Math.Atan2(im, re), 1e-15);
        Tensor zero = Tensor.Zeros([2], DType.Float64).WithGrad();
        Engine.Grad([ComplexPairs.Angle(zero) + ComplexPairs.Abs(zero)], [zero])[0]!.ToArray<double>().ShouldBe([0, 0]);
    }

    private static double[] KaiserOf4 => [5.2773441320097665e-05, 0.2156727447589671, 1.0, 0.2156727447589671];

    private static Tensor Normal(Shape shape) => Tensor.Normal(shape, generator: new Generator(5), dtype: DType.Float64);

    private static void Close(Tensor actual, Tensor expected, double tolerance)
    {
        actual.Shape.ShouldBe(expected.Shape);
        (actual - expected).Abs().Max().Item().ShouldBeLessThanOrEqualTo(tolerance * Math.Max(1, expected.Abs().Max().Item()));
    }
}
