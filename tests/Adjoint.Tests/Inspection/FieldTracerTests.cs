using Adjoint.Core;
using Adjoint.Graphs;
using Adjoint.Inspection;

namespace Adjoint.Tests.Inspection;

/// <summary>
/// Receptive fields of random graphs, against where the gradient of a unit in fact is not zero. Weights and inputs are
/// positive, so that nothing cancels.
/// </summary>
public class FieldTracerTests
{
    private const int Size = 96;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 120)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_field_is_where_the_gradient_is(int seed)
    {
        Func<Tensor, Tensor> network = RandomGraph(seed);
        Tensor symbolic = Tensor.Symbolic([1, 2, Size, Size - 5], DType.Float64);
        (Tensor result, Recording recording) = Recording.Of(() => network(symbolic));
        var tracer = new FieldTracer([.. recording.Calls.Select(recorded => recorded.Call)], symbolic);

        Tensor x = Tensor.Uniform(symbolic.Shape, 0.5, 1, new Generator(1), DType.Float64).WithGrad();
        Tensor y = network(x);
        y.Shape.ShouldBe(result.Shape);
        foreach (int shift in (int[])[0, 1, 2])
        {
            (int row, int column) = ((y.Shape[2] / 2) + shift, (y.Shape[3] / 2) - shift);
            if (row >= y.Shape[2] || column < 0) continue;
            Tensor unit = y.Narrow(2, row, 1).Narrow(3, column, 1).Sum();
            Tensor gradient = Engine.Grad([unit], [x], retainGraph: true)[0].Sum(0, 1);
            Extent[]? places = tracer.Places(result, [Extent.Whole, Extent.Whole, Extent.At(row), Extent.At(column)]);
            Check(gradient.Sum(1), places![0], seed);
            Check(gradient.Sum(0), places[1], seed);
        }
    }

    [Fact]
    public void Paths_of_different_jumps_are_not_aligned()
    {
        (Tensor y, FieldTracer tracer) = Trace(x =>
        {
            Tensor coarse = x.AvgPool2d(2, stride: 2);
            return coarse + x.Narrow(2, 0, coarse.Shape[2]).Narrow(3, 0, coarse.Shape[3]);
        });
        tracer.Of(y)!.Misalignment.ShouldBe("Add: jumps of 2 and 1 meet");
    }

    [Fact]
    public void Paths_of_different_centres_are_not_aligned()
    {
        (Tensor y, FieldTracer tracer) = Trace(x => x.AvgPool2d(3, stride: 1) + x.Narrow(2, 0, Size - 2).Narrow(3, 0, Size - 7));
        tracer.Of(y)!.Misalignment.ShouldBe("Add: centres that start at 1 and 0 meet");
        tracer.Of(y)!.Axes[0].Size.ShouldBe(3);
    }

    [Fact]
    public void Down_and_up_again_is_aligned()
    {
        (Tensor y, FieldTracer tracer) = Trace(x => x + x.Narrow(3, 0, Size - 8).MaxPool2d(4).UpsampleNearest(scaleFactor: 4).Pad([0, 3]));
        tracer.Of(y)!.Misalignment.ShouldBeNull();
        tracer.Of(y)!.Axes[0].ShouldBe(new AxisField(4, 1, 0, 0));
    }

    [Fact]
    public void Global_operations_see_the_whole_input()
    {
        (Tensor y, FieldTracer tracer) = Trace(x => x * x.Mean([2, 3], true));
        tracer.Of(y)!.IsWhole.ShouldBeTrue();
        tracer.Of(y)!.ToString().ShouldBe("whole input");
    }

    // What only moves numbers, or takes each place for itself, leaves the field as it is.
    [Fact]
    public void Padding_that_repeats_the_image_is_padding()
    {
        foreach (PadMode mode in Enum.GetValues<PadMode>())
        {
            (Tensor y, FieldTracer tracer) = Trace(x => x.Pad([2, 2, 2, 2], mode).AvgPool2d(5, stride: 1));
            tracer.Of(y)!.Axes.ShouldAllBe(axis => axis == new AxisField(5, 1, 0, 2, false));
        }
    }

    [Fact]
    public void Padding_at_a_border_sees_what_it_repeats()
    {
        (Tensor y, FieldTracer tracer) = Trace(x => x.Pad([1, 1, 1, 1], PadMode.Circular).AvgPool2d(3, stride: 1));
        Extent[] corner = [Extent.Whole, Extent.Whole, Extent.At(0), Extent.At(5)];
        tracer.Places(y, corner, withBorders: true).ShouldBe([new Extent(0, Size - 1), new Extent(4, 6)]);
        tracer.Places(y, corner).ShouldBe([new Extent(-1, 1), new Extent(4, 6)]);
    }

    [Fact]
    public void A_linear_layer_over_the_channels_of_each_place_sees_that_place()
    {
        (Tensor y, FieldTracer tracer) = Trace(x =>
        {
            Tensor a = x.AvgPool2d(7, stride: 1);
            for (int i = 0; i < 2; i++) a = a.Permute(0, 2, 3, 1).Linear(Tensor.Ones([2, 2])).Permute(0, 3, 1, 2).AvgPool2d(7, stride: 1);
            return a;
        });
        tracer.Of(y)!.Axes.ShouldAllBe(axis => axis == new AxisField(19, 1, 9, 0, false));
    }

    [Fact]
    public void Normalisation_across_channels_sees_one_place()
    {
        (Tensor y, FieldTracer tracer) = Trace(x => x.LocalResponseNorm(3));
        tracer.Of(y)!.Axes.ShouldAllBe(axis => axis == AxisField.Input);
    }

    [Fact]
    public void Pixels_become_channels_and_pixels_again()
    {
        (Tensor fine, FieldTracer tracer) = Trace(x => x.Narrow(3, 0, Size - 6).PixelUnshuffle(2));
        tracer.Of(fine)!.Axes.ShouldAllBe(axis => axis == new AxisField(2, 2, 0.5, 0, false));
        (Tensor again, tracer) = Trace(x => x.Narrow(3, 0, Size - 6).PixelUnshuffle(2).PixelShuffle(2));
        tracer.Of(again)!.Axes.ShouldAllBe(axis => axis == AxisField.Input);
    }

    [Fact]
    public void An_axis_of_one_place_may_come_and_go()
    {
        (Tensor y, FieldTracer tracer) = Trace(x => x.AvgPool2d(3, stride: 2).Unsqueeze(0).Squeeze(0).Unsqueeze(2).Squeeze(2));
        tracer.Of(y)!.Axes.ShouldAllBe(axis => axis == new AxisField(3, 2, 1, 0, false));
    }

    private static (Tensor Result, FieldTracer Tracer) Trace(Func<Tensor, Tensor> network)
    {
        Tensor x = Tensor.Symbolic([1, 2, Size, Size - 5]);
        (Tensor y, Recording recording) = Recording.Of(() => network(x));
        return (y, new FieldTracer([.. recording.Calls.Select(recorded => recorded.Call)], x));
    }

    private static void Check(Tensor marginal, Extent places, int seed)
    {
        int[] support = [.. marginal.ToArray<double>().Select((value, i) => value > 0 ? i : -1).Where(i => i >= 0)];
        if (places.IsEmpty)
        {
            support.ShouldBeEmpty();
            return;
        }

        // Beyond a border only padding is seen, and the first place within it may be a hole of a dilated kernel.
        if (places.First < 0 || places.Last >= marginal.Numel) return;
        (support.Min(), support.Max()).ShouldBe(((int)places.First, (int)places.Last), $"seed {seed}");
    }

    private static Func<Tensor, Tensor> RandomGraph(int seed) => x =>
    {
        var random = new Random(seed);
        var values = new Generator((ulong)seed);
        var tensors = new List<Tensor> { x };
        int steps = random.Next(1, 7);
        for (int step = 0; step < steps; step++)
        {
            Tensor a = tensors[random.Next(tensors.Count)];
            int channels = a.Shape[1];
            Tensor Filters(int first, int second, int k, int l) => Tensor.Uniform([first, second, k, l], 0.5, 1, values, x.DType);
            (int k, int l, int d) = (random.Next(1, 4), random.Next(1, 4), random.Next(1, 4));
            Tensor y = random.Next(7) switch
            {
                0 or 1 => a.Conv2d(Filters(2, channels, k, l), null, (random.Next(1, 3), random.Next(1, 3)), random.Next(0, 3), d),
                2 => a.AvgPool2d((k, l), stride: random.Next(1, 3)),
                3 => a.Shape[2] > 60 ? a : a.UpsampleNearest(scaleFactor: random.Next(2, 4)),
                4 => a.Shape[2] > 60 ? a : a.UpsampleLinear(scaleFactor: 2),
                5 => a.Shape[2] > 60 ? a : a.ConvTranspose2d(Filters(channels, 2, k + 1, l + 1), stride: random.Next(1, 3)),
                _ => Join(a, tensors[random.Next(tensors.Count)], random.Next(2) == 0),
            };
            if (y.Shape[2] < 8 || y.Shape[3] < 8) continue;
            tensors.Add(y);
        }

        return tensors[^1];
    };

    /// <summary>The sum, or both as channels, of what two tensors have in common.</summary>
    private static Tensor Join(Tensor a, Tensor b, bool add)
    {
        (int height, int width) = (Math.Min(a.Shape[2], b.Shape[2]), Math.Min(a.Shape[3], b.Shape[3]));
        a = a.Narrow(2, (a.Shape[2] - height) / 2, height).Narrow(3, 0, width);
        b = b.Narrow(2, 0, height).Narrow(3, b.Shape[3] - width, width);
        return add && a.Shape == b.Shape ? a + b : Tensor.Concat([a, b], 1);
    }
}
