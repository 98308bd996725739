using System.Numerics;
using Adjoint.Kernels;
using FsCheck;
using FsCheck.Fluent;

namespace Adjoint.Tests.Kernels;

/// <summary>Depthwise convolutions with lanes along the channels, at every width against the definition.</summary>
public sealed class DepthwiseTests
{
    /// <summary>As in <see cref="ConvolutionTests.Shapes"/>, each channel a group.</summary>
    public static TheoryData<string> Shapes =>
    [
        "1 1 1 1 | 1 1 1 0 1 | 1 1 1 0 1",
        "2 16 16 16 | 7 3 1 1 1 | 7 3 1 1 1",
        "3 17 17 17 | 8 3 1 1 1 | 9 3 1 1 1",
        "1 15 15 15 | 3 3 1 1 1 | 4 3 1 1 1",
        "2 33 33 33 | 7 7 1 3 1 | 7 7 1 3 1",
        "1 4 4 4 | 14 5 1 2 1 | 13 5 1 2 1",
        "2 3 3 3 | 9 3 2 1 1 | 10 3 2 1 1",
        "1 5 5 5 | 15 5 2 2 1 | 16 5 2 2 1",
        "1 8 8 8 | 8 3 2 0 1 | 9 3 2 0 1",
        "1 7 7 7 | 11 2 3 0 1 | 13 1 3 0 1",
        "2 6 6 6 | 10 3 4 2 1 | 12 2 5 1 1",
        "1 9 9 9 | 12 3 1 2 2 | 13 3 1 4 4",
        "1 9 9 9 | 12 3 2 2 2 | 13 3 2 3 3",
        "1 9 9 9 | 12 3 4 2 2 | 13 4 6 5 4",
        "1 5 5 5 | 9 3 1 -1 1 | 9 3 2 -2 1",
        "1 5 5 5 | 2 5 1 2 1 | 3 7 1 3 1",
        "1 5 5 5 | 1 5 2 4 1 | 2 3 1 5 2",
        "2 18 18 18 | 60 3 1 1 1 | 70 3 1 1 1",
        "1 16 16 16 | 90 3 2 1 1 | 61 3 2 1 1",
        "1 2 2 2 | 5 3 1 1 1 | 700 3 1 1 1",
        "1 2 2 2 | 5 3 2 1 1 | 701 3 2 1 1",
        "19 5 5 5 | 40 7 1 3 1",
        "40 16 16 16 | 4 3 1 1 1 | 4 3 1 1 1",
        "2 5 5 5 | 3 2 1 1 1 | 40 11 1 5 1",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_at_512_bits(string shape) => Check<float, SimdVector512<float>>(ConvolutionTests.Parse(shape));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_at_256_bits(string shape) => Check<float, SimdVector256<float>>(ConvolutionTests.Parse(shape));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_at_128_bits(string shape) => Check<float, SimdVector128<float>>(ConvolutionTests.Parse(shape));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Double_at_512_bits(string shape) => Check<double, SimdVector512<double>>(ConvolutionTests.Parse(shape));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Double_at_256_bits(string shape) => Check<double, SimdVector256<double>>(ConvolutionTests.Parse(shape));

    [Fact]
    public void Any_geometry()
    {
        Gen<WindowAxis> axis =
            from kernel in Gen.Choose(1, 5)
            from input in Gen.Choose(1, 20)
            from stride in Gen.Choose(1, 4)
            from dilation in Gen.Choose(1, 3)
            from padding in Gen.Choose(-1, 4)
            let reach = input + (2 * padding) - ((kernel - 1) * dilation) - 1
            where reach >= 0
            select new WindowAxis(input, kernel, (reach / stride) + 1, stride, padding, dilation);
        Gen<ConvolutionGeometry> geometry =
            from batch in Gen.Choose(1, 3)
            from channels in Gen.Choose(1, 35)
            from height in axis
            from width in axis
            select new ConvolutionGeometry(batch, channels, channels, channels, WindowAxis.None, height, width);
        Prop.ForAll(
            geometry.ToArbitrary(), g => Check<double, SimdVector256<double>>(g)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
        Prop.ForAll(geometry.ToArbitrary(), g => Check<float, SimdVector512<float>>(g)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    /// <summary>A transposed convolution asks for inputs that no output reaches: they are zero.</summary>
    [Theory]
    [InlineData(6)]
    [InlineData(5)]
    [InlineData(2)]
    [InlineData(0)]
    public void The_output_may_be_smaller_than_the_input_allows(int output)
    {
        var axis = new WindowAxis(11, 3, output, 2, 1, 1);
        Check<float, SimdVector256<float>>(new(2, 9, 9, 9, WindowAxis.None, axis, axis));
        Check<float, SimdVector512<float>>(new(2, 9, 9, 9, WindowAxis.None, axis, axis));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(2, 0)]
    public void Nothing_gives_nothing(int batch, int channels)
    {
        var axis = new WindowAxis(5, 3, 5, 1, 1, 1);
        Check<float, SimdVector512<float>>(new(batch, channels, channels, Math.Max(1, channels), WindowAxis.None, axis, axis));
    }

    private static unsafe void Check<T, TVector>(ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
        => ConvolutionTests.Check<T>(
            g,
            (x, w, y, finish) => DepthwiseCorrelation<T, TVector>.Run(ConvolutionResult.Output, in g, x, w, y, finish),
            (gy, w, gx) => DepthwiseCorrelation<T, TVector>.Run(ConvolutionResult.Input, in g, gy, w, gx),
            (gy, x, gw) => DepthwiseFilterGradient<T, TVector>.Run(in g, gy, x, gw));
}
