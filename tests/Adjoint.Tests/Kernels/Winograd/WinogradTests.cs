using System.Numerics;
using System.Runtime.InteropServices;
using Adjoint.Kernels;
using FsCheck;
using FsCheck.Fluent;
using static Adjoint.Tests.Kernels.Samples;

namespace Adjoint.Tests.Kernels;

/// <summary>Winograd convolution with each tile and at every width against the definition.</summary>
public sealed class WinogradTests
{
    /// <summary>Batch, channels, filters, then (input, kernel, stride, padding, dilation) of two axes.</summary>
    public static TheoryData<string> Shapes =>
    [
        "1 1 1 1 | 3 3 1 0 1 | 3 3 1 0 1",
        "2 3 4 1 | 7 3 1 1 1 | 8 3 1 1 1",
        "3 13 17 1 | 14 3 1 1 1 | 14 3 1 1 1",
        "1 19 11 1 | 5 3 1 0 1 | 31 3 1 0 1",
        "2 5 29 1 | 1 3 1 1 1 | 1 3 1 1 1",
        "1 2 3 1 | 1 3 1 4 1 | 2 3 1 5 1",
        "2 4 12 1 | 11 3 1 -1 1 | 14 3 1 -3 1",
        "41 2 3 1 | 4 3 1 1 1 | 3 3 1 1 1",
        "130 3 13 1 | 14 3 1 1 1 | 13 3 1 1 1",
        "2 3 5 1 | 60 3 1 1 1 | 71 3 1 1 1",
        "2 2 3 1 | 150 3 1 1 1 | 161 3 1 1 1",
        "1 17 25 1 | 9 3 1 2 1 | 65 3 1 2 1",
        "1 3 4 1 | 13 3 1 2 2 | 14 3 1 2 2",
        "2 5 13 1 | 11 3 1 1 3 | 9 3 1 7 2",
        "1 2 3 1 | 5 3 1 4 4 | 6 3 1 5 5",
        "1 2 3 1 | 3 3 1 9 6 | 4 3 1 8 7",
        "2 3 4 1 | 9 3 1 -1 2 | 12 3 1 -2 3",
        "1 2 14 1 | 70 3 1 2 2 | 151 3 1 2 2",
        "1 2 3 1 | 9 3 1 2 1 | 70 3 1 2 3",

        // Channels in several parts, and few tiles beyond a register.
        "1 131 15 1 | 28 3 1 1 1 | 28 3 1 1 1",
        "1 129 137 1 | 5 3 1 1 1 | 17 3 1 1 1",
        "1 16 265 1 | 6 3 1 1 1 | 69 3 1 1 1",

        // An odd number of items.
        "1 3 264 1 | 28 3 1 1 1 | 28 3 1 1 1",
        "1 3 132 1 | 28 3 1 1 1 | 28 3 1 1 1",
    ];

    /// <summary>The same for kernels of five.</summary>
    public static TheoryData<string> Fives =>
    [
        "1 1 1 1 | 5 5 1 0 1 | 5 5 1 0 1",
        "2 3 4 1 | 7 5 1 2 1 | 8 5 1 2 1",
        "3 13 17 1 | 14 5 1 2 1 | 14 5 1 2 1",
        "1 19 11 1 | 5 5 1 0 1 | 31 5 1 0 1",
        "2 5 29 1 | 1 5 1 2 1 | 1 5 1 2 1",
        "1 2 3 1 | 1 5 1 6 1 | 2 5 1 7 1",
        "2 4 12 1 | 13 5 1 -1 1 | 16 5 1 -3 1",
        "41 2 3 1 | 4 5 1 2 1 | 3 5 1 2 1",
        "2 3 5 1 | 60 5 1 2 1 | 71 5 1 2 1",
        "1 17 25 1 | 9 5 1 4 1 | 65 5 1 3 1",
        "1 3 4 1 | 13 5 1 4 2 | 14 5 1 3 3",
        "1 2 3 1 | 3 5 1 9 4 | 4 5 1 12 5",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_at_512_bits(string shape) => CheckTiles<float, SimdVector512<float>>(ConvolutionTests.Parse(shape));

    [Theory]
    [MemberData(nameof(Fives))]
    public void Float_at_512_bits_of_five_taps(string shape) =>
        Check<float, SimdVector512<float>, WinogradTile2Taps5<float, SimdVector512<float>>>(ConvolutionTests.Parse(shape));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_at_256_bits(string shape) => CheckTiles<float, SimdVector256<float>>(ConvolutionTests.Parse(shape));

    [Theory]
    [MemberData(nameof(Fives))]
    public void Float_at_256_bits_of_five_taps(string shape) =>
        Check<float, SimdVector256<float>, WinogradTile2Taps5<float, SimdVector256<float>>>(ConvolutionTests.Parse(shape));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_at_128_bits(string shape) => CheckTiles<float, SimdVector128<float>>(ConvolutionTests.Parse(shape));

    [Theory]
    [MemberData(nameof(Fives))]
    public void Float_at_128_bits_of_five_taps(string shape) =>
        Check<float, SimdVector128<float>, WinogradTile2Taps5<float, SimdVector128<float>>>(ConvolutionTests.Parse(shape));

    /// <summary>In double precision rounding hides nothing.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Double(string shape) => CheckTiles<double, SimdVector256<double>>(ConvolutionTests.Parse(shape));

    [Theory]
    [MemberData(nameof(Fives))]
    public void Double_of_five_taps(string shape) =>
        Check<double, SimdVector256<double>, WinogradTile2Taps5<double, SimdVector256<double>>>(ConvolutionTests.Parse(shape));

    [Fact]
    public void Random_shapes()
    {
        Prop.ForAll(Geometry(3).ToArbitrary(), g => CheckTiles<double, SimdVector512<double>>(g))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));
        Prop.ForAll(Geometry(3).ToArbitrary(), g => CheckTiles<float, SimdVector512<float>>(g))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));
        Prop.ForAll(
            Geometry(5).ToArbitrary(), g => Check<double, SimdVector512<double>, WinogradTile2Taps5<double, SimdVector512<double>>>(g))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));
        Prop.ForAll(
            Geometry(5).ToArbitrary(), g => Check<float, SimdVector512<float>, WinogradTile2Taps5<float, SimdVector512<float>>>(g))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    private static Gen<ConvolutionGeometry> Geometry(int kernel)
    {
        Gen<WindowAxis> axis =
            from input in Gen.Choose(1, 24)
            from padding in Gen.Choose(-2, 6)
            from dilation in Gen.Frequency((2, Gen.Constant(1)), (1, Gen.Choose(2, 4)))
            from less in Gen.Choose(0, 2)
            let output = input + (2 * padding) - ((kernel - 1) * dilation) - less
            where output > 0
            select new WindowAxis(input, kernel, output, 1, padding, dilation);
        return
            from batch in Gen.Choose(1, 4)
            from channels in Gen.Choose(1, 14)
            from filters in Gen.Choose(1, 27)
            from height in axis
            from width in axis
            select new ConvolutionGeometry(batch, channels, filters, 1, WindowAxis.None, height, width);
    }

    /// <summary>What the setting's documentation says, with some room.</summary>
    [Fact]
    public void The_error_is_as_documented()
    {
        ConvolutionGeometry g = ConvolutionTests.Parse("1 64 64 1 | 16 3 1 1 1 | 16 3 1 1 1");
        RelativeError<WinogradTile4<float, SimdVector512<float>>>(g).ShouldBeLessThan(1.6e-6);
        RelativeError<WinogradTile2<float, SimdVector512<float>>>(g).ShouldBeLessThan(0.6e-6);
        g = ConvolutionTests.Parse("1 64 64 1 | 16 5 1 2 1 | 16 5 1 2 1");
        RelativeError<WinogradTile2Taps5<float, SimdVector512<float>>>(g).ShouldBeLessThan(2e-6);
        g = ConvolutionTests.Parse("1 64 64 1 | 16 3 1 2 2 | 16 3 1 2 2");
        RelativeError<WinogradTile4<float, SimdVector512<float>>>(g).ShouldBeLessThan(1.6e-6);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public unsafe void What_is_not_finite_is_left_to_another_kernel(double value)
    {
        ConvolutionGeometry g = ConvolutionTests.Parse("2 2 3 1 | 17 3 1 1 1 | 18 3 1 1 1");
        float[] x = Numbers<float>(2 * 2 * 17 * 18, 1), w = Numbers<float>(3 * 2 * 9, 2), y = new float[2 * 3 * 17 * 18];
        Run().ShouldBeTrue();
        x[(6 * 18) + 7] = (float)value;
        Run().ShouldBeFalse();

        bool Run()
        {
            fixed (float* px = x, pw = w, py = y)
            {
                return WinogradConvolution<float, SimdVector256<float>, WinogradTile4<float, SimdVector256<float>>>.Run(
                    WinogradShape.OfForward(in g), px, pw, py);
            }
        }
    }

    /// <summary>Every output that reads it, and nothing else.</summary>
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_not_finite_reaches_the_outputs_that_read_it(double value)
    {
        Tensor x = Tensor.Wrap(Numbers<float>(2 * 2 * 17 * 18, 1), [2, 2, 17, 18]);
        Tensor w = Tensor.Wrap(Numbers<float>(3 * 2 * 9, 2), [3, 2, 3, 3]);
        x[0, 0, 6, 7] = Tensor.Scalar(value);
        float[] y = x.Conv2d(w, padding: 1).ToArray<float>();
        for (int i = 0; i < y.Length; i++)
        {
            int row = i / 18 % 17, column = i % 18;
            bool reads = i < 3 * 17 * 18 && Math.Abs(row - 6) <= 1 && Math.Abs(column - 7) <= 1;
            float.IsFinite(y[i]).ShouldBe(!reads);
        }
    }

    private static unsafe double RelativeError<TTile>(ConvolutionGeometry g)
        where TTile : struct, IWinogradTile<float, SimdVector512<float>>
    {
        float[] x = Numbers<float>(g.Batch * g.Channels * (int)g.InputPlane, 1);
        float[] w = Numbers<float>(g.Filters * g.Channels * g.Taps, 2);
        float[] y = new float[g.Batch * g.Filters * (int)g.OutputPlane];
        fixed (float* px = x, pw = w, py = y)
            WinogradConvolution<float, SimdVector512<float>, TTile>.Run(WinogradShape.OfForward(in g), px, pw, py);
        double[] expected = NaiveConvolution.Forward(in g, ToDouble(x), ToDouble(w));
        double error = y.Zip(expected, (a, b) => (a - b) * (a - b)).Sum();
        return Math.Sqrt(error / expected.Sum(v => v * v));
    }

    private static void CheckTiles<T, TVector>(ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        Check<T, TVector, WinogradTile4<T, TVector>>(g);
        Check<T, TVector, WinogradTile2<T, TVector>>(g);
    }

    private static unsafe void Check<T, TVector, TTile>(ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
        where TTile : struct, IWinogradTile<T, TVector>
    {
        T[] x = Numbers<T>(g.Batch * g.Channels * (int)g.InputPlane, 1);
        T[] w = Numbers<T>(g.Filters * g.Channels * g.Taps, 2);
        T[] gy = Numbers<T>(g.Batch * g.Filters * (int)g.OutputPlane, 3);
        T[] y = Numbers<T>(gy.Length, 4), gx = Numbers<T>(x.Length, 5), gw = Numbers<T>(w.Length, 6);
        fixed (T* px = x, pw = w, pgy = gy, py = y, pgx = gx, pgw = gw)
        {
            WinogradConvolution<T, TVector, TTile>.Run(WinogradShape.OfForward(in g), px, pw, py);
            WinogradConvolution<T, TVector, TTile>.Run(WinogradShape.OfInputGradient(in g), pgy, pw, pgx);
            WinogradFilterGradient<T, TVector, TTile>.Run(in g, pgy, px, pgw);
        }

        ConvolutionTests.CheckFinish<T>(
            g, (px, pw, py, finish) => WinogradConvolution<T, TVector, TTile>.Run(WinogradShape.OfForward(in g), px, pw, py, finish),
            withNaN: false);
        double[] dx = ToDouble(x), dw = ToDouble(w), dgy = ToDouble(gy);
        double epsilon = sizeof(T) == 4 ? 2e-6 : 4e-15;
        Compare<TTile>(y, NaiveConvolution.Forward(in g, dx, dw), epsilon * (4 + (g.Channels * g.Taps)), g, "forward");
        Compare<TTile>(gx, NaiveConvolution.InputGradient(in g, dgy, dw), epsilon * (4 + (g.Filters * g.Taps)), g, "input");
        Compare<TTile>(
            gw, NaiveConvolution.FilterGradient(in g, dgy, dx), epsilon * (4 + (g.Batch * g.OutputPlane)), g, "filter");
    }

    private static void Compare<TTile>(
        Array actual, double[] expected, double tolerance, ConvolutionGeometry g, string face)
    {
        actual.Length.ShouldBe(expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double value = Convert.ToDouble(actual.GetValue(i), System.Globalization.CultureInfo.InvariantCulture);
            if (!(Math.Abs(value - expected[i]) <= tolerance))
            {
                throw new InvalidOperationException(
                    $"{face} of {g} with {typeof(TTile).Name} at {i}: {value} instead of {expected[i]}");
            }
        }
    }

    /// <summary>What changes settings of the process runs alone.</summary>
    [Collection(ThreadTests.Name)]
    public sealed class Settings
    {
        [Theory]
        [InlineData("2 16 40 1 | 60 3 1 1 1 | 60 3 1 1 1")]
        [InlineData("3 96 150 1 | 14 3 1 1 1 | 14 3 1 1 1")]
        [InlineData("65 32 37 1 | 14 3 1 1 1 | 14 3 1 1 1")]
        [InlineData("1 64 64 1 | 9 3 1 1 1 | 9 3 1 1 1")]
        [InlineData("1 64 64 1 | 130 3 1 1 1 | 130 3 1 1 1")]
        [InlineData("3 64 70 1 | 31 3 1 2 2 | 29 3 1 3 3")]
        [InlineData("5 32 37 1 | 28 5 1 2 1 | 28 5 1 2 1")]
        [InlineData("1 96 100 1 | 31 5 1 4 2 | 33 5 1 2 1")]
        public unsafe void Any_number_of_threads_gives_the_same_bits(string shape)
        {
            ConvolutionGeometry g = ConvolutionTests.Parse(shape);
            float[] x = Numbers<float>(g.Batch * g.Channels * (int)g.InputPlane, 1);
            float[] w = Numbers<float>(g.Filters * g.Channels * g.Taps, 2);
            float[] gy = Numbers<float>(g.Batch * g.Filters * (int)g.OutputPlane, 3);
            Threads.ShouldAgree(() =>
            {
                float[] y = new float[gy.Length], gx = new float[x.Length], gw = new float[w.Length];
                fixed (float* px = x, pw = w, pgy = gy, py = y, pgx = gx, pgw = gw)
                {
                    WinogradTileKind output = Tile(ConvolutionResult.Output, in g), input = Tile(ConvolutionResult.Input, in g);
                    Winograd.Run<float, SimdVector256<float>>(output, ConvolutionResult.Output, in g, px, pw, py);
                    Winograd.Run<float, SimdVector256<float>>(input, ConvolutionResult.Input, in g, pgy, pw, pgx);
                    WinogradTileKind largest = g.Taps == 9 ? WinogradTileKind.Tile4 : WinogradTileKind.Tile2Taps5;
                    Winograd.Run<float, SimdVector256<float>>(largest, ConvolutionResult.Filter, in g, pgy, px, pgw);
                }

                return MemoryMarshal.AsBytes<float>([.. y, .. gx, .. gw]).ToArray();
            });
        }

        [Theory]
        [InlineData("1 16 32 1 | 28 3 1 1 1 | 28 3 1 1 1", 4, true)]
        [InlineData("1 16 32 1 | 28 3 1 1 1 | 28 3 1 1 1", 2, false)]
        [InlineData("1 64 64 1 | 28 3 1 1 1 | 28 3 1 1 1", 2, true)]
        [InlineData("1 64 64 1 | 28 3 1 1 1 | 28 3 1 1 1", 0, false)]
        [InlineData("1 3 64 1 | 28 3 1 1 1 | 28 3 1 1 1", 4, false)]
        [InlineData("1 16 3 1 | 28 3 1 1 1 | 28 3 1 1 1", 4, false)]
        [InlineData("1 16 3 1 | 280 3 1 1 1 | 280 3 1 1 1", 4, true)]
        [InlineData("1 64 64 1 | 28 3 2 1 1 | 28 3 1 1 1", 4, false)]
        [InlineData("1 64 64 1 | 28 3 1 1 1 | 28 3 1 1 2", 4, true)]
        [InlineData("1 64 64 1 | 28 3 1 9 9 | 28 3 1 9 9", 4, false)]
        [InlineData("1 64 64 1 | 28 5 1 2 1 | 28 5 1 2 1", 4, true)]
        [InlineData("1 64 64 1 | 28 5 1 2 1 | 28 5 1 2 1", 2, false)]
        [InlineData("1 3 64 1 | 28 5 1 2 1 | 28 5 1 2 1", 4, false)]
        [InlineData("1 64 64 1 | 28 5 2 2 1 | 28 5 2 2 1", 4, false)]
        [InlineData("1 64 64 2 | 28 3 1 1 1 | 28 3 1 1 1", 4, false)]
        [InlineData("1 64 64 1 | 28 5 1 1 1 | 28 3 1 1 1", 4, false)]
        [InlineData("1 64 64 1 | 2 3 1 1 1 | 28 3 1 1 1 | 28 3 1 1 1", 4, false)]
        [InlineData("1 64 64 1 | 3 3 1 1 1 | 3 3 1 1 1", 4, false)]
        public void It_is_chosen_where_it_gains(string shape, int largestTile, bool chosen)
        {
            ConvolutionGeometry g = ConvolutionTests.Parse(shape);
            int before = AdjointSettings.WinogradTile;
            AdjointSettings.WinogradTile = largestTile;
            try
            {
                (Tile(ConvolutionResult.Output, in g) != WinogradTileKind.None).ShouldBe(chosen);
            }
            finally
            {
                AdjointSettings.WinogradTile = before;
            }
        }

        private static WinogradTileKind Tile(ConvolutionResult result, in ConvolutionGeometry g) =>
            Winograd.TileFor<float, SimdVector256<float>>(result, in g);

        [Theory]
        [InlineData(-1)]
        [InlineData(3)]
        [InlineData(6)]
        public void There_are_no_other_tiles(int tile) =>
            Should.Throw<AdjointException>(() => AdjointSettings.WinogradTile = tile)
                .Message.ShouldContain("set 4, 2, or 0");
    }
}
