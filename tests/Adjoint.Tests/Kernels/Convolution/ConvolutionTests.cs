using System.Numerics;
using System.Runtime.InteropServices;
using Adjoint.Kernels;
using FsCheck;
using FsCheck.Fluent;
using static Adjoint.Tests.Kernels.Samples;

namespace Adjoint.Tests.Kernels;

/// <summary>The three faces of convolution at every width against the definition.</summary>
public sealed class ConvolutionTests
{
    /// <summary>Batch, channels, filters, groups, then (input, kernel, stride, padding, dilation) of up to three axes.</summary>
    public static TheoryData<string> Shapes =>
    [
        "2 3 4 1 | 7 3 1 1 1 | 8 3 1 1 1",
        "1 1 1 1 | 1 1 1 0 1 | 1 1 1 0 1",
        "3 5 7 1 | 6 1 1 0 1 | 9 1 1 0 1",
        "2 4 6 2 | 9 3 2 1 1 | 10 3 2 1 1",
        "2 6 6 6 | 8 3 1 1 1 | 8 3 1 1 1",
        "2 5 5 5 | 3 3 1 1 1 | 40 3 1 1 1",
        "1 3 6 3 | 13 5 1 2 1 | 33 5 1 4 2",
        "2 4 4 4 | 17 3 2 1 1 | 65 3 2 1 1",
        "1 4 4 4 | 5 3 1 1 1 | 6 3 1 1 1 | 16 3 1 1 1",
        "2 9 1 1 | 6 3 1 1 1 | 31 3 1 1 1",
        "1 4 8 4 | 8 3 2 1 1 | 9 5 2 2 1",
        "1 3 16 1 | 23 7 2 3 1 | 21 7 2 3 1",
        "2 3 5 1 | 12 3 1 2 2 | 13 3 1 4 4",
        "1 2 3 1 | 12 3 2 2 2 | 13 3 3 1 2",
        "1 2 3 1 | 12 3 4 2 2 | 13 4 6 5 4",
        "2 3 4 1 | 8 2 3 0 1 | 9 1 2 0 1",
        "1 2 3 1 | 2 5 1 2 1 | 3 7 1 3 1",
        "1 2 3 1 | 1 5 2 4 1 | 2 3 1 5 2",
        "1 2 3 1 | 9 3 1 -1 1 | 9 3 2 -2 1",
        "3 4 13 1 | 20 5 1 2 1",
        "2 3 4 1 | 40 4 3 1 2",
        "1 3 4 1 | 5 3 1 1 1 | 6 2 1 0 1 | 7 3 1 1 1",
        "2 2 4 2 | 6 3 2 1 1 | 7 3 2 1 1 | 6 2 1 1 2",
        "1 13 25 1 | 14 3 1 1 1 | 14 3 1 1 1",
        "17 2 33 1 | 5 3 1 1 1 | 5 3 1 1 1",
        "16 5 6 1 | 18 3 1 1 1 | 17 3 1 1 1",
        "19 4 12 2 | 6 3 1 1 1 | 7 3 2 1 2",
        "23 3 40 1 | 5 2 1 0 1 | 6 3 1 2 1",
        "16 2 5 1 | 3 3 1 1 1 | 4 3 1 1 1 | 5 3 1 1 1",
        "1 3 65 1 | 16 16 16 0 1 | 32 16 16 0 1",
        "2 3 2 1 | 60 3 1 1 1 | 70 3 1 1 1",
        "2 1 32 1 | 28 3 1 1 1 | 28 3 1 1 1",
        "1 3 13 1 | 9 3 1 1 1 | 33 3 1 1 1",
        "1 2 7 1 | 17 3 1 1 1 | 15 3 1 1 1",
        "1 2 24 1 | 5 3 2 1 1 | 64 3 2 1 1",
        "3 1 5 1 | 6 2 1 0 1 | 3 3 1 1 1",
        "2 3 3 3 | 20 3 2 1 1 | 29 3 2 1 1",
        "2 3 3 3 | 19 5 2 2 1 | 33 5 2 2 1",
        "1 2 4 2 | 9 1 2 0 1 | 1 1 2 0 1",
        "1 2 2 2 | 3 3 2 1 1 | 7 3 3 1 1 | 18 3 2 1 2",
        "1 3 3 3 | 7 3 1 1 1 | 16 3 1 1 1",
        "1 3 3 3 | 8 3 1 1 1 | 15 3 1 1 1",
        "1 3 3 3 | 9 3 1 1 1 | 4 3 1 1 1",
        "2 3 3 3 | 14 7 1 3 1 | 14 7 1 3 1",
        "2 3 7 1 | 60 3 1 1 1 | 70 3 1 1 1",
        "1 2 9 1 | 90 3 2 1 1 | 131 2 3 1 1",
        "3 4 6 2 | 50 3 1 1 1 | 43 3 1 1 1",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_at_512_bits(string shape) => Check<float, SimdVector512<float>>(Parse(shape));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_at_256_bits(string shape) => Check<float, SimdVector256<float>>(Parse(shape));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_at_128_bits(string shape) => Check<float, SimdVector128<float>>(Parse(shape));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Double_at_512_bits(string shape) => Check<double, SimdVector512<double>>(Parse(shape));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Double_at_256_bits(string shape) => Check<double, SimdVector256<double>>(Parse(shape));

    [Fact]
    public void Random_shapes()
    {
        Gen<WindowAxis> axis =
            from input in Gen.Choose(1, 12)
            from kernel in Gen.Choose(1, 5)
            from stride in Gen.Choose(1, 4)
            from padding in Gen.Choose(-1, 4)
            from dilation in Gen.Choose(1, 3)
            select Axis(input, kernel, stride, padding, dilation);
        Gen<ConvolutionGeometry> geometry =
            from batch in Gen.Choose(1, 3)
            from groups in Gen.Choose(1, 3)
            from channels in Gen.Choose(1, 4)
            from filters in Gen.Choose(1, 9)
            from depth in Gen.Frequency((3, Gen.Constant(WindowAxis.None)), (1, axis))
            from height in axis
            from width in axis
            select new ConvolutionGeometry(batch, channels * groups, filters * groups, groups, depth, height, width);
        Prop.ForAll(geometry.ToArbitrary(), g => Check<double, SimdVector256<double>>(g))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
        Prop.ForAll(geometry.ToArbitrary(), g => Check<float, SimdVector512<float>>(g))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    /// <summary>A transposed convolution asks for inputs that no output reaches: they are zero.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_output_may_be_smaller_than_the_input_allows(int less)
    {
        WindowAxis axis = Axis(11, 3, 2, 1, 1);
        axis = axis with { Output = axis.Output - less };
        Check<float, SimdVector256<float>>(new(2, 3, 4, 1, WindowAxis.None, axis, axis));
        Check<float, SimdVector512<float>>(new(2, 3, 4, 1, axis, axis, axis));
    }

    [Theory]
    [InlineData(0, 3, 4, 5)]
    [InlineData(2, 3, 4, 0)]
    [InlineData(2, 0, 4, 5)]
    [InlineData(2, 3, 0, 5)]
    public void Empty_sizes_give_zeros_or_nothing(int batch, int channels, int filters, int output)
    {
        var axis = new WindowAxis(5, 3, output, 1, 1, 1);
        Check<float, SimdVector512<float>>(new(batch, channels, filters, 1, WindowAxis.None, axis, axis));
    }

    /// <summary>What lies beyond the end of a row in memory must not leak into the sums, not even times zero.</summary>
    [Fact]
    public unsafe void Not_a_number_reaches_exactly_what_reads_it()
    {
        WindowAxis axis = Axis(7, 3, 1, 0, 1);
        var g = new ConvolutionGeometry(2, 2, 3, 1, WindowAxis.None, axis, axis);
        double[] x = Numbers<double>(2 * 2 * 49, 1), w = Numbers<double>(3 * 2 * 9, 2), gy = Numbers<double>(2 * 3 * 25, 3);
        x[0] = double.NaN;
        x[48] = double.PositiveInfinity;
        gy[24] = double.NaN;
        double[] y = new double[gy.Length], gx = new double[x.Length], gw = new double[w.Length];
        fixed (double* px = x, pw = w, py = y, pgy = gy, pgx = gx, pgw = gw)
        {
            ConvolutionPlan.For<double>(ConvolutionResult.Output, in g).Run(px, pw, py);
            ConvolutionPlan.For<double>(ConvolutionResult.Input, in g).Run(pgy, pw, pgx);
            ConvolutionPlan.For<double>(ConvolutionResult.Filter, in g).Run(pgy, px, pgw);
        }

        ShouldBeFiniteTogether(y, NaiveConvolution.Forward(in g, x, w));
        ShouldBeFiniteTogether(gx, NaiveConvolution.InputGradient(in g, gy, w));
        ShouldBeFiniteTogether(gw, NaiveConvolution.FilterGradient(in g, gy, x));
    }

    private static void ShouldBeFiniteTogether(double[] actual, double[] expected)
    {
        for (int i = 0; i < actual.Length; i++)
            double.IsFinite(actual[i]).ShouldBe(double.IsFinite(expected[i]), $"at {i}");
    }

    internal static ConvolutionGeometry Parse(string shape)
    {
        string[] parts = shape.Split('|');
        int[] sizes = Integers(parts[0]);
        WindowAxis[] axes = [WindowAxis.None, WindowAxis.None, WindowAxis.None];
        for (int i = 1; i < parts.Length; i++)
        {
            int[] a = Integers(parts[i]);
            axes[3 - parts.Length + i] = Axis(a[0], a[1], a[2], a[3], a[4]);
        }

        return new(sizes[0], sizes[1], sizes[2], sizes[3], axes[0], axes[1], axes[2]);
    }

    private static int[] Integers(string text) =>
        Array.ConvertAll(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), int.Parse);

    private static WindowAxis Axis(int input, int kernel, int stride, int padding, int dilation)
    {
        int reach = input + (2 * padding) - ((kernel - 1) * dilation) - 1;
        return new(input, kernel, reach < 0 ? 0 : (reach / stride) + 1, stride, padding, dilation);
    }

    private static unsafe void Check<T, TVector>(ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
        => Check<T>(
            g,
            (x, w, y, finish) => ConvolutionForward<T, TVector>.Run(in g, x, w, y, finish),
            (gy, w, gx) => ConvolutionInputGradient<T, TVector>.Run(in g, gy, w, gx),
            (gy, x, gw) =>
            {
                if (ConvolutionFilterDotProducts<T, TVector>.IsFaster(in g)) ConvolutionFilterDotProducts<T, TVector>.Run(in g, gy, x, gw);
                else ConvolutionFilterGradient<T, TVector>.Run(in g, gy, x, gw);
            });

    /// <summary>The three faces against the definition, and the bias and relu of the first.</summary>
    internal static unsafe void Check<T>(ConvolutionGeometry g, Run<T> forward, Gradient<T> input, Gradient<T> filter)
        where T : unmanaged, INumberBase<T>
    {
        T[] x = Numbers<T>(g.Batch * g.Channels * (int)g.InputPlane, 1);
        T[] w = Numbers<T>(g.Filters * g.GroupChannels * g.Taps, 2);
        T[] gy = Numbers<T>(g.Batch * g.Filters * (int)g.OutputPlane, 3);
        T[] y = Numbers<T>(gy.Length, 4), gx = Numbers<T>(x.Length, 5), gw = Numbers<T>(w.Length, 6);
        fixed (T* px = x, pw = w, pgy = gy, py = y, pgx = gx, pgw = gw)
        {
            forward(px, pw, py, default);
            input(pgy, pw, pgx);
            filter(pgy, px, pgw);
        }

        CheckFinish(g, forward);
        double[] dx = ToDouble(x), dw = ToDouble(w), dgy = ToDouble(gy);
        double epsilon = sizeof(T) == 4 ? 4e-7 : 1e-15;
        Compare(y, NaiveConvolution.Forward(in g, dx, dw), epsilon * (4 + (g.GroupChannels * g.Taps)), g, "forward");
        Compare(gx, NaiveConvolution.InputGradient(in g, dgy, dw), epsilon * (4 + (g.GroupFilters * g.Taps)), g, "input");
        Compare(
            gw, NaiveConvolution.FilterGradient(in g, dgy, dx), epsilon * (4 + (g.Batch * g.OutputPlane)), g, "filter");
    }

    internal unsafe delegate void Gradient<T>(T* gy, T* operand, T* gradient)
        where T : unmanaged, INumberBase<T>;

    internal unsafe delegate void Run<T>(T* x, T* w, T* y, ConvolutionFinish<T> finish)
        where T : unmanaged, INumberBase<T>;

    /// <summary>Bias and relu in the pass give the bits of passes of their own, and nothing is written beyond the end.</summary>
    /// <param name="g">The convolution.</param>
    /// <param name="run">Computes it.</param>
    /// <param name="withNaN">Whether one number of the input is none; a kernel may leave such inputs to another.</param>
    internal static unsafe void CheckFinish<T>(ConvolutionGeometry g, Run<T> run, bool withNaN = true)
        where T : unmanaged, INumberBase<T>
    {
        const int guard = 200;
        T[] x = Numbers<T>(g.Batch * g.Channels * (int)g.InputPlane, 1);
        T[] w = Numbers<T>(g.Filters * g.GroupChannels * g.Taps, 2);
        int plane = (int)g.OutputPlane, count = g.Batch * g.Filters * plane;
        T[] bias = Numbers<T>(g.Filters, 7), y = new T[count], finished = new T[count + guard];
        if (x.Length > 0 && withNaN) x[^1] = T.CreateChecked(double.NaN);
        Array.Fill(finished, T.CreateChecked(7));
        fixed (T* px = x, pw = w, pb = bias, py = y, pf = finished)
        {
            run(px, pw, py, default);
            foreach (bool rectify in (bool[])[false, true])
            {
                run(px, pw, pf, new(pb, rectify));
                for (int i = 0; i < count; i++) Same(finished[i], Expected(y[i] + bias[i / plane % g.Filters], rectify), i);
            }

            run(px, pw, pf, new(null, true));
            for (int i = 0; i < count; i++) Same(finished[i], Expected(y[i], true), i);
        }

        foreach (T value in finished.AsSpan(count)) value.ShouldBe(T.CreateChecked(7), "written beyond the end");

        static T Expected(T value, bool rectify) => rectify && !T.IsNaN(value) && !T.IsPositive(value) ? T.Zero : value;

        void Same(T actual, T expected, int i)
        {
            if (!actual.Equals(expected) || T.IsNegative(actual) != T.IsNegative(expected))
                throw new InvalidOperationException($"{g} at {i}: {actual} instead of {expected}");
        }
    }

    private static void Compare<T>(T[] actual, double[] expected, double tolerance, ConvolutionGeometry g, string face)
        where T : INumberBase<T>
    {
        double[] values = ToDouble(actual);
        values.Length.ShouldBe(expected.Length);
        for (int i = 0; i < values.Length; i++)
        {
            if (!(Math.Abs(values[i] - expected[i]) <= tolerance))
                throw new InvalidOperationException($"{face} of {g} at {i}: {values[i]} instead of {expected[i]}");
        }
    }

    [Collection(ThreadTests.Name)]
    public sealed class AnyNumberOfThreads
    {
        [Theory]
        [InlineData("20 3 8 1 | 20 3 1 1 1 | 20 3 1 1 1")]
        [InlineData("2 16 40 2 | 40 3 1 1 1 | 40 3 1 1 1")]
        [InlineData("9 1 6 1 | 28 5 1 2 1 | 28 5 1 2 1")]
        [InlineData("3 8 16 1 | 30 3 2 1 1 | 30 3 2 1 1")]
        [InlineData("1 3 29 1 | 40 3 1 1 1 | 224 3 1 1 1")]
        [InlineData("33 1 32 1 | 28 3 1 1 1 | 28 3 1 1 1")]
        [InlineData("2 16 16 16 | 56 3 1 1 1 | 56 3 1 1 1")]
        [InlineData("4 23 31 1 | 28 5 1 2 1 | 28 5 1 2 1")]
        [InlineData("37 6 40 2 | 9 3 1 1 1 | 11 3 1 1 1")]
        [InlineData("100 16 120 1 | 5 5 1 0 1 | 5 5 1 0 1")]
        [InlineData("19 64 70 1 | 7 1 1 0 1 | 7 1 1 0 1")]
        [InlineData("2 300 70 1 | 7 1 1 0 1 | 7 1 1 0 1")]
        [InlineData("9 40 50 1 | 29 1 2 0 1 | 28 1 2 0 1")]
        [InlineData("3 3 100 1 | 64 16 16 0 1 | 64 16 16 0 1")]
        [InlineData("21 3 48 1 | 32 4 4 0 1 | 33 4 4 0 1")]
        [InlineData("3 40 40 40 | 57 3 2 1 1 | 29 3 2 1 1")]
        [InlineData("1 2 2 2 | 400 3 2 1 1 | 301 3 2 1 1")]
        [InlineData("3 64 70 1 | 27 3 1 1 1 | 30 3 1 1 1")]
        [InlineData("9 16 130 1 | 14 3 2 1 1 | 14 3 2 1 1")]
        [InlineData("3 30 257 1 | 9 3 2 1 1 | 11 3 2 1 1")]
        [InlineData("5 70 70 70 | 14 5 1 2 1 | 15 5 1 2 1")]
        [InlineData("1 40 40 40 | 112 3 2 1 1 | 112 3 2 1 1")]
        public unsafe void Gives_the_same_bits(string shape)
        {
            ConvolutionGeometry g = Parse(shape);
            float[] x = Numbers<float>(g.Batch * g.Channels * (int)g.InputPlane, 1);
            float[] w = Numbers<float>(g.Filters * g.GroupChannels * g.Taps, 2);
            float[] bias = Numbers<float>(g.Filters, 4), gy = Numbers<float>(g.Batch * g.Filters * (int)g.OutputPlane, 3);
            Threads.ShouldAgree(() =>
            {
                float[] y = new float[gy.Length], gx = new float[x.Length], gw = new float[w.Length];
                fixed (float* px = x, pw = w, pb = bias, pgy = gy, py = y, pgx = gx, pgw = gw)
                {
                    ConvolutionPlan.For<float>(ConvolutionResult.Output, in g).Run(px, pw, py, new(pb, true));
                    ConvolutionPlan.For<float>(ConvolutionResult.Input, in g).Run(pgy, pw, pgx);
                    ConvolutionPlan.For<float>(ConvolutionResult.Filter, in g).Run(pgy, px, pgw);
                }

                return MemoryMarshal.AsBytes<float>([.. y, .. gx, .. gw]).ToArray();
            });
        }
    }
}
