using System.Numerics;
using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>Which algorithm a convolution takes, and that whatever is chosen agrees with the definition.</summary>
[Collection(ThreadTests.Name)]
public sealed class ConvolutionPlanTests
{
    /// <summary>A shape as in <see cref="ConvolutionTests.Shapes"/>, and the plans of the output and both gradients.</summary>
    public static TheoryData<string, string, string, string> Plans => new()
    {
        { "2 3 32 1 | 28 3 1 1 1 | 28 3 1 1 1", "direct 3x3, 512 bits", "direct 3x3, 512 bits", "dot products 3x3, 512 bits" },
        { "1 3 64 1 | 56 7 2 3 1 | 56 7 2 3 1", "direct 7x7, 512 bits", "direct 7x7, 512 bits", "direct 7x7, 512 bits" },
        { "2 64 64 1 | 28 3 1 1 1 | 28 3 1 1 1", "winograd 4x4, 3x3", "winograd 4x4, 3x3", "winograd 4x4, 3x3" },
        { "2 64 64 1 | 10 3 1 1 1 | 6 3 1 1 1", "winograd 4x4, 3x3", "winograd 4x4, 3x3", "direct 3x3, 512 bits" },
        { "2 48 48 1 | 28 5 1 2 1 | 28 5 1 2 1", "winograd 2x2, 5x5", "winograd 2x2, 5x5", "winograd 2x2, 5x5" },
        { "2 64 256 1 | 14 1 1 0 1 | 14 1 1 0 1", "direct 1x1, 512 bits", "direct 1x1, 512 bits", "dot products 1x1, 512 bits" },
        { "2 256 64 1 | 7 1 1 0 1 | 7 1 1 0 1", "gemm 1x1", "gemm 1x1", "gemm 1x1" },
        { "2 64 128 1 | 8 1 2 0 1 | 8 1 2 0 1", "direct 1x1, 512 bits", "gemm 1x1", "direct 1x1, 512 bits" },
        { "2 3 96 1 | 32 4 4 0 1 | 32 4 4 0 1", "gemm 4x4", "gemm 4x4", "gemm 4x4" },
        { "4 128 256 1 | 14 3 2 1 1 | 14 3 2 1 1", "direct 3x3, 512 bits", "direct 3x3, 512 bits", "gemm 3x3, unrolled" },
        { "2 32 32 32 | 14 3 1 1 1 | 14 3 1 1 1", "depthwise 3x3, 512 bits", "depthwise 3x3, 512 bits", "depthwise 3x3, 512 bits" },
        { "2 32 32 32 | 56 3 2 1 1 | 56 3 2 1 1", "depthwise 3x3, 512 bits", "depthwise 3x3, 512 bits", "depthwise 3x3, 512 bits" },
        { "1 32 32 32 | 56 3 1 1 1 | 56 3 1 1 1", "direct 3x3, 512 bits", "direct 3x3, 512 bits", "dot products 3x3, 512 bits" },
        { "2 16 16 4 | 14 3 1 1 1 | 14 3 1 1 1", "direct 3x3, 512 bits", "direct 3x3, 512 bits", "dot products 3x3, 512 bits" },
        { "1 4 8 1 | 7 3 1 1 1 | 8 3 1 1 1 | 9 3 1 1 1", "direct 3x3x3, 512 bits", "direct 3x3x3, 512 bits", "direct 3x3x3, 512 bits" },
        { "3 8 16 1 | 40 5 1 2 1", "direct 5, 512 bits", "direct 5, 512 bits", "dot products 5, 512 bits" },
        { "2 64 64 1 | 6 3 1 1 1 | 6 3 1 1 1", "winograd 2x2, 3x3", "winograd 2x2, 3x3", "direct 3x3, 512 bits" },
        { "8 16 512 1 | 14 3 2 1 1 | 14 3 2 1 1", "gemm 3x3, unrolled", "direct 3x3, 512 bits", "direct 3x3, 512 bits" },
        { "2 1 32 1 | 28 3 1 1 1 | 28 3 1 1 1", "direct 3x3, 512 bits", "direct 3x3, 512 bits", "dot products 3x3, 512 bits" },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void Each_shape_has_its_algorithm(string shape, string output, string input, string filter)
    {
        ConvolutionGeometry g = ConvolutionTests.Parse(shape);
        string.Join("; ", Enum.GetValues<ConvolutionResult>().Select(
            result => ConvolutionPlan.For<float, SimdVector512<float>>(result, in g).ToString()))
            .ShouldBe($"{output}; {input}; {filter}");
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Whatever_is_chosen_agrees_with_the_definition(string shape, string output, string input, string filter)
    {
        _ = (output, input, filter);
        ConvolutionGeometry g = ConvolutionTests.Parse(shape);
        Check<float, SimdVector512<float>>(in g);
        Check<float, SimdVector256<float>>(in g);
        Check<float, SimdVector128<float>>(in g);
        Check<double, SimdVector256<double>>(in g);
    }

    [Fact]
    public void Doubles_have_no_winograd_and_say_their_width()
    {
        ConvolutionGeometry g = ConvolutionTests.Parse("2 64 64 1 | 28 3 1 1 1 | 28 3 1 1 1");
        ConvolutionPlan.For<double, SimdVector256<double>>(ConvolutionResult.Output, in g).ToString().ShouldBe("direct 3x3, 256 bits");
    }

    [Fact]
    public void The_largest_tile_is_a_setting()
    {
        ConvolutionGeometry g = ConvolutionTests.Parse("2 64 64 1 | 28 3 1 1 1 | 28 3 1 1 1");
        int before = Winograd.LargestTile;
        try
        {
            Winograd.LargestTile = 2;
            ConvolutionPlan.For<float>(ConvolutionResult.Output, in g).ToString().ShouldBe("winograd 2x2, 3x3");
            Winograd.LargestTile = 0;
            ConvolutionPlan.For<float>(ConvolutionResult.Output, in g).ToString().ShouldStartWith("direct 3x3");
        }
        finally
        {
            Winograd.LargestTile = before;
        }
    }

    /// <summary>Each slot of the scratch memory holds its largest request, so two plans of one shape take what one takes.</summary>
    [Theory]
    [MemberData(nameof(Plans))]
    public void Scratch_memory_is_that_of_the_algorithm(string shape, string output, string input, string filter)
    {
        _ = (output, input, filter);
        ConvolutionGeometry g = ConvolutionTests.Parse(shape);
        foreach (ConvolutionResult result in Enum.GetValues<ConvolutionResult>())
        {
            ConvolutionPlan plan = ConvolutionPlan.For<float>(result, in g);
            ScratchSizes once = default, twice = default;
            plan.AddScratch(ref once);
            plan.AddScratch(ref twice);
            plan.AddScratch(ref twice);
            twice.Total.ShouldBe(once.Total);
        }
    }

    [Fact]
    public unsafe void A_plan_runs_what_it_is_for()
    {
        ConvolutionGeometry g = ConvolutionTests.Parse("1 1 1 1 | 4 3 1 1 1 | 4 3 1 1 1");
        ConvolutionPlan plan = ConvolutionPlan.For<float>(ConvolutionResult.Output, in g);
        Should.Throw<InvalidOperationException>(() => plan.Run<double>(null, null, null))
            .Message.ShouldBe("Convolution: a plan for 4 bytes a number cannot run in Double.");
        Should.Throw<NotSupportedException>(() => ConvolutionPlan.For<int>(ConvolutionResult.Output, in g));
    }

    private static unsafe void Check<T, TVector>(in ConvolutionGeometry g)
        where T : unmanaged, INumberBase<T>
        where TVector : struct, ISimdVector<TVector, T>
    {
        ConvolutionPlan output = ConvolutionPlan.For<T, TVector>(ConvolutionResult.Output, in g);
        ConvolutionPlan input = ConvolutionPlan.For<T, TVector>(ConvolutionResult.Input, in g);
        ConvolutionPlan filter = ConvolutionPlan.For<T, TVector>(ConvolutionResult.Filter, in g);
        ConvolutionTests.Check<T>(
            g,
            (x, w, y, finish) => output.Run(x, w, y, finish),
            (gy, w, gx) => input.Run(gy, w, gx),
            (gy, x, gw) => filter.Run(gy, x, gw));
    }
}
