using System.Numerics;
using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>Convolutions as products of unrolled images, at every width against the definition.</summary>
public sealed class ConvolutionProductTests
{
    /// <summary>As in <see cref="ConvolutionTests.Shapes"/>: windows that do not overlap, and no padding.</summary>
    public static TheoryData<string> Shapes =>
    [
        "1 1 1 1 | 1 1 1 0 1 | 1 1 1 0 1",
        "5 3 17 1 | 4 4 1 0 1 | 5 5 1 0 1",
        "40 2 33 1 | 3 3 2 0 1 | 3 3 2 0 1",
        "3 2 16 1 | 3 3 1 0 1 | 4 4 1 0 1 | 2 2 1 0 1",
        "1 17 16 1 | 7 1 1 0 1 | 7 1 1 0 1",
        "3 17 31 1 | 7 1 1 0 1 | 7 1 1 0 1",
        "300 16 17 1 | 3 1 1 0 1 | 3 1 1 0 1",
        "19 40 50 1 | 8 1 1 0 1 | 8 1 1 0 1",
        "2 16 16 1 | 9 1 2 0 1 | 8 1 2 0 1",
        "11 5 17 1 | 13 1 3 0 1 | 33 1 2 0 1",
        "2 3 16 1 | 11 3 4 0 1 | 9 2 3 0 1",
        "2 3 16 1 | 11 4 4 0 1 | 13 4 6 0 1",
        "1 3 20 1 | 32 16 16 0 1 | 47 16 16 0 1",
        "9 3 20 1 | 13 4 4 0 1 | 21 5 5 0 1",
        "2 2 16 1 | 5 2 2 0 1 | 6 1 3 0 1 | 9 4 4 0 1",
        "3 4 16 1 | 33 3 5 0 2 | 40 2 4 0 3",
        "3 4 16 1 | 5 3 1 0 2 | 7 4 1 0 2",
        "65 7 16 1 | 34 2 2 0 1",
    ];

    /// <summary>Windows that overlap and reach into padding: products give the output and the gradient of the weights.</summary>
    public static TheoryData<string> Overlaps =>
    [
        "1 1 1 1 | 2 3 1 1 1 | 2 3 1 1 1",
        "5 3 17 1 | 7 3 1 1 1 | 7 3 1 1 1",
        "3 4 20 1 | 14 3 2 1 1 | 13 3 2 1 1",
        "2 4 20 1 | 16 4 2 1 1 | 15 4 2 1 1",
        "7 2 18 1 | 9 5 1 2 1 | 3 5 1 2 1",
        "1 2 19 1 | 33 3 1 6 6 | 40 3 1 3 3",
        "2 3 16 1 | 17 1 1 0 1 | 17 7 1 0 1",
        "2 3 16 1 | 9 2 3 1 1 | 11 3 2 -1 2",
        "2 2 16 1 | 4 3 1 1 1 | 5 3 2 1 1 | 6 2 1 1 1",
        "300 2 16 1 | 4 3 1 1 1 | 4 3 1 1 1",
    ];

    [Theory]
    [MemberData(nameof(Overlaps))]
    public unsafe void Unrolled_with_overlaps(string shape)
    {
        ConvolutionGeometry g = ConvolutionTests.Parse(shape);
        ConvolutionTests.Check<float>(
            g,
            (x, w, y, finish) => ConvolutionProduct<float, SimdVector512<float>>.Run(ConvolutionResult.Output, in g, x, w, y, finish),
            (gy, w, gx) => ConvolutionInputGradient<float, SimdVector512<float>>.Run(in g, gy, w, gx),
            (gy, x, gw) => ConvolutionProduct<float, SimdVector512<float>>.Run(ConvolutionResult.Filter, in g, gy, x, gw));
        ConvolutionTests.CheckFinish<double>(
            g, (x, w, y, finish) => ConvolutionProduct<double, SimdVector256<double>>.Run(ConvolutionResult.Output, in g, x, w, y, finish));
    }

    /// <summary>Only with filters enough, and where registers would be half empty, or sums short.</summary>
    [Theory]
    [InlineData("8 256 512 1 | 14 3 2 1 1 | 14 3 2 1 1", ConvolutionResult.Output, true)]
    [InlineData("8 256 64 1 | 14 3 2 1 1 | 14 3 2 1 1", ConvolutionResult.Output, false)]
    [InlineData("1 256 512 1 | 14 3 2 1 1 | 14 3 2 1 1", ConvolutionResult.Output, false)]
    [InlineData("8 64 128 1 | 56 3 2 1 1 | 56 3 2 1 1", ConvolutionResult.Output, false)]
    [InlineData("8 256 512 2 | 14 3 2 1 1 | 14 3 2 1 1", ConvolutionResult.Output, false)]
    [InlineData("8 256 512 1 | 14 3 2 1 1 | 14 3 2 1 1", ConvolutionResult.Input, false)]
    [InlineData("8 256 512 1 | 14 3 2 1 1 | 14 3 2 1 1", ConvolutionResult.Filter, true)]
    [InlineData("16 256 512 1 | 14 3 2 1 1 | 14 3 2 1 1", ConvolutionResult.Filter, false)]
    [InlineData("8 256 128 1 | 14 3 2 1 1 | 14 3 2 1 1", ConvolutionResult.Filter, false)]
    [InlineData("0 256 512 1 | 14 3 2 1 1 | 14 3 2 1 1", ConvolutionResult.Filter, false)]
    public void Which_shapes_are_unrolled(string shape, object result, bool expected) =>
        ConvolutionProduct<float, SimdVector512<float>>.IsFasterUnrolled(
            (ConvolutionResult)result, ConvolutionTests.Parse(shape)).ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_at_512_bits(string shape) => Check<float, SimdVector512<float>>(shape);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_at_256_bits(string shape) => Check<float, SimdVector256<float>>(shape);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Float_at_128_bits(string shape) => Check<float, SimdVector128<float>>(shape);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Double_at_512_bits(string shape) => Check<double, SimdVector512<double>>(shape);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Double_at_256_bits(string shape) => Check<double, SimdVector256<double>>(shape);

    /// <summary>Windows that overlap, or reach into padding, are not for products, whatever the sizes.</summary>
    [Theory]
    [InlineData("2 64 64 1 | 8 3 2 0 1 | 8 3 2 0 1", ConvolutionResult.Input, false)]
    [InlineData("2 64 64 1 | 8 4 4 2 1 | 8 4 4 2 1", ConvolutionResult.Input, false)]
    [InlineData("2 64 64 1 | 8 4 4 -1 1 | 8 4 4 -1 1", ConvolutionResult.Input, false)]
    [InlineData("2 64 64 1 | 8 2 2 0 2 | 8 2 2 0 2", ConvolutionResult.Input, false)]
    [InlineData("2 64 64 2 | 8 4 4 0 1 | 8 4 4 0 1", ConvolutionResult.Input, false)]
    [InlineData("0 64 64 1 | 8 4 4 0 1 | 8 4 4 0 1", ConvolutionResult.Input, false)]
    [InlineData("2 64 64 1 | 8 4 4 0 1 | 8 4 4 0 1", ConvolutionResult.Input, true)]
    [InlineData("2 64 64 1 | 8 4 4 0 1 | 8 4 4 0 1", ConvolutionResult.Output, true)]
    [InlineData("2 64 64 1 | 8 1 2 0 1 | 8 1 2 0 1", ConvolutionResult.Output, false)]
    [InlineData("2 64 64 1 | 8 1 2 0 1 | 8 1 2 0 1", ConvolutionResult.Input, true)]
    [InlineData("2 64 64 1 | 8 8 1 0 1 | 8 8 1 0 1", ConvolutionResult.Filter, true)]
    public void Which_shapes_are_products(string shape, object result, bool expected) =>
        ConvolutionProduct<float, SimdVector512<float>>.IsFaster(
            (ConvolutionResult)result, ConvolutionTests.Parse(shape)).ShouldBe(expected);

    private static unsafe void Check<T, TVector>(string shape)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        ConvolutionGeometry g = ConvolutionTests.Parse(shape);
        ConvolutionTests.Check<T>(
            g,
            (x, w, y, finish) => ConvolutionProduct<T, TVector>.Run(ConvolutionResult.Output, in g, x, w, y, finish),
            (gy, w, gx) => ConvolutionProduct<T, TVector>.Run(ConvolutionResult.Input, in g, gy, w, gx),
            (gy, x, gw) => ConvolutionProduct<T, TVector>.Run(ConvolutionResult.Filter, in g, gy, x, gw));
    }
}
