using System.Runtime.InteropServices;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Ops;

/// <summary>
/// The one operation for the cross-entropy of classes: sizes, special values and mistakes that the table of operations leaves out.
/// </summary>
[Collection(ThreadTests.Name)]
public sealed class CrossEntropyTests
{
    /// <summary>Around the kernel's blocks of 256: classes in a row, and positions of an image.</summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 0, 3, 1 }, { 1, 1, 1 }, { 5, 255, 1 }, { 5, 256, 1 }, { 3, 257, 1 }, { 2, 1000, 1 }, { 700, 17, 1 }, { 2, 9000, 1 },
        { 2, 3, 255 }, { 2, 1, 256 }, { 3, 5, 257 }, { 1, 4, 600 }, { 0, 4, 7 }, { 4, 4, 0 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_is_what_log_softmax_and_choice_give(int images, int classes, int positions)
    {
        foreach (DType type in (DType[])[DType.Float32, DType.Float64])
        {
            foreach (Reduction reduction in Enum.GetValues<Reduction>())
            {
                var random = new Generator(4);
                Shape shape = positions == 1 ? [images, classes] : [images, classes, positions];
                Tensor logits = Tensor.Normal(shape, 0, 5, random, type);
                Tensor target = Tensor.Uniform(positions == 1 ? [images] : [images, positions], 0, classes, random).To(DType.Int64);
                (double[] fused, double[] slope) = Of(x => x.CrossEntropy(target, ignoreIndex: 1, reduction: reduction));
                (double[] plain, double[] expected) = Of(x => x.LogSoftmax(1).NllLoss(target, null, 1, reduction));
                double tolerance = type == DType.Float32 ? 2e-5 : 1e-12;
                ShouldAgree(fused, plain, tolerance);
                ShouldAgree(slope, expected, tolerance);

                (double[] Losses, double[] Slope) Of(Func<Tensor, Tensor> loss)
                {
                    Tensor x = logits.Clone().WithGrad();
                    Tensor y = loss(x);
                    y.Backward(Tensor.Full(y.Shape, 1.5, type));
                    return (y.To(DType.Float64).ToArray<double>(), x.Grad!.To(DType.Float64).ToArray<double>());
                }
            }
        }
    }

    [Fact]
    public void Views_and_large_logits_are_taken_as_they_are()
    {
        Tensor rows = Tensor.Of<float>(1000, -1000, 0, 1001, 1002, -5).Reshape(3, 2);
        Tensor target = Tensor.Of(9L, 1, 9, 2).Reshape(2, 2).Transpose()[1];
        double[] losses = rows.Transpose().CrossEntropy(target, reduction: Reduction.None).To(DType.Float64).ToArray<double>();
        losses.ShouldBe([1002.1269, 1006], 1e-3);
    }

    [Fact]
    public void A_row_with_NaN_spoils_no_other_and_one_that_does_not_count_spoils_nothing()
    {
        Tensor x = Tensor.Of(float.NaN, 0, 1, 2, 3, 4).Reshape(3, 2).WithGrad();
        Tensor losses = x.CrossEntropy(Tensor.Of(0L, 1, 0), reduction: Reduction.None);
        losses.ToArray<float>().Select(float.IsNaN).ShouldBe([true, false, false]);
        Tensor mean = x.CrossEntropy(Tensor.Of(-100L, 1, 0));
        mean.Item().ShouldBe((Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.Exp(1))) / 2, 1e-6);
        mean.Backward();
        x.Grad!.ToArray<float>().ShouldAllBe(g => float.IsFinite(g));
    }

    [Fact]
    public void The_mean_of_no_target_is_NaN_and_its_gradient_zero()
    {
        Tensor x = Tensor.Ones([2, 3]).WithGrad();
        Tensor loss = x.CrossEntropy(Tensor.Of(-100L, -100));
        loss.Item().ShouldBe(double.NaN);
        loss.Backward();
        x.Grad!.ToArray<float>().ShouldAllBe(g => g == 0);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Tensor x = Tensor.Ones([2, 3]);
        Should.Throw<ShapeException>(
            () => x.CrossEntropy(Tensor.Of(0L, 3))).Message.ShouldBe("CrossEntropy: class 3 is not within 0 to 2.");
        Should.Throw<ShapeException>(() => x.CrossEntropy(Tensor.Of(0L, 1, 2))).Message
            .ShouldBe("CrossEntropy: classes [3] do not fit logits [2, 3]: they lack axis 1 only.");
        Should.Throw<DTypeException>(
            () => x.CrossEntropy(Tensor.Of(true, false))).Message.ShouldBe("CrossEntropy: classes are integers, not bool.");
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads() => Threads.ShouldAgree(() =>
    {
        Tensor x = Tensor.Normal([500, 100], generator: new Generator(1)).WithGrad();
        Tensor image = Tensor.Normal([3, 7, 1000], generator: new Generator(2)).WithGrad();
        Tensor y = x.CrossEntropy(Tensor.Uniform([500], 0, 100, new Generator(3)).To(DType.Int64))
            + image.CrossEntropy(Tensor.Uniform([3, 1000], 0, 7, new Generator(4)).To(DType.Int64));
        y.Backward();
        return [.. Bytes(y.Detach()), .. Bytes(x.Grad!), .. Bytes(image.Grad!)];

        static ReadOnlySpan<byte> Bytes(Tensor t) => MemoryMarshal.AsBytes<float>(t.ToArray<float>());
    });

    private static void ShouldAgree(double[] actual, double[] expected, double tolerance)
    {
        actual.Length.ShouldBe(expected.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            if (double.IsNaN(expected[i])) actual[i].ShouldBe(double.NaN);
            else actual[i].ShouldBe(expected[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}
