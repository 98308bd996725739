using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>A kernel computes in the types it has, and throws for others rather than read them as double.</summary>
public sealed class KernelTypeTests
{
    private const int Count = 100;

    public static TheoryData<string> Kernels => [.. Runs.Keys];

    private static unsafe Dictionary<string, Action> Runs => new()
    {
        ["Exp"] = () => VectorMap.Run<Half, ExpFunction<Half>>(new Half[Count], new Half[Count]),
        ["Log"] = () => VectorMap.Run<Half, LogFunction<Half>>(new Half[Count], new Half[Count]),
        ["Log2"] = () => VectorMap.Run<Half, Log2Function<Half>>(new Half[Count], new Half[Count]),
        ["Sin"] = () => VectorMap.Run<Half, SinFunction<Half>>(new Half[Count], new Half[Count]),
        ["Tan"] = () => VectorMap.Run<Half, TanFunction<Half>>(new Half[Count], new Half[Count]),
        ["Expm1"] = () => VectorMap.Run<Half, PolynomialFunctions.Expm1Function<Half>>(new Half[Count], new Half[Count]),
        ["Erf"] = () => VectorMap.Run<Half, ErrorFunction.ErfFunction<Half>>(new Half[Count], new Half[Count]),
        ["Sign"] = () => Selection.Sign<Half>(new Half[Count], new Half[Count]),
        ["Sum"] = () => OnHalves((x, y) => Adjoint.Kernels.Reduction.Run<Half, SumReducer<Half>>(x, y, 1, Count, 1)),
        ["Max of columns"] = () => OnHalves((x, y) => Adjoint.Kernels.Reduction.Run<Half, MaxReducer<Half>>(x, y, 1, 2, Count / 2)),
        ["Standardization"] = () => OnHalves((x, y) => Standardization.Run(x, y, 1, 2, Count / 2, 1e-5, default, default)),
        ["Softmax"] = () => OnHalves((x, y) => RowSoftmax.Run(x, y, 2, Count / 2, false)),
        ["Random"] = () => OnHalves((x, _) => RandomFill.Run(x, Count, 1, 2, new UniformDraw(0, 1))),
        ["Gradient size"] = () => OnHalves((x, _) => GradientSize.Of(x, 0, Count)),
        ["Gemm"] = () => OnHalves((x, y) => Gemm.Multiply(new Product<Half>(9, 9, 9, x, 9, 1, x, 9, 1, y, 9, false))),
        ["Gemm of integers"] = () => Multiply(new int[81], new int[81]),
    };

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Types_without_a_kernel_are_refused(string kernel) => Should.Throw<NotSupportedException>(Runs[kernel]);

    [Fact]
    public unsafe void Kernels_that_only_copy_take_any_type()
    {
        Half[] x = [.. Enumerable.Range(0, 35).Select(i => (Half)i)], turned = new Half[35], chosen = new Half[35];
        byte[] condition = [.. Enumerable.Range(0, 35).Select(i => (byte)(i % 2))];
        fixed (Half* from = x, to = turned) Transposition.Run(from, 7, 5, 7, to, 5);
        Selection.Select<Half>(condition, x, turned, chosen);
        for (int i = 0; i < 35; i++)
        {
            turned[i].ShouldBe(x[(i % 5 * 7) + (i / 5)]);
            chosen[i].ShouldBe(i % 2 == 1 ? x[i] : turned[i]);
        }
    }

    private static unsafe void Multiply(int[] x, int[] y)
    {
        fixed (int* from = x, to = y) Gemm.Multiply(new Product<int>(9, 9, 9, from, 9, 1, from, 9, 1, to, 9, false));
    }

    private static unsafe void OnHalves(Run run)
    {
        Half[] x = new Half[Count], y = new Half[Count];
        fixed (Half* from = x, to = y) run(from, to);
    }

    private unsafe delegate void Run(Half* x, Half* y);
}
