using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

/// <summary>Padded and packed sequences.</summary>
public sealed class SequencesTests
{
    private static readonly Tensor[] Three =
        [Tensor.Of(1.0, 2).Reshape(2, 1), Tensor.Of(3.0, 4, 5).Reshape(3, 1), Tensor.Of(6.0).Reshape(1, 1)];

    [Fact]
    public void Packing_puts_the_longest_first_and_step_after_step()
    {
        PackedSequence packed = Sequences.PackSequence(Three, enforceSorted: false);
        packed.Data.ToArray<double>().ShouldBe([3, 1, 6, 4, 2, 5]);
        packed.BatchSizes.ToArray<long>().ShouldBe([3, 2, 1]);
        packed.SortedIndices!.ToArray<long>().ShouldBe([1, 0, 2]);
        packed.UnsortedIndices!.ToArray<long>().ShouldBe([1, 0, 2]);
        packed.ToString().ShouldBe("PackedSequence(data=[6, 1], batch_sizes=[3, 2, 1])");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Padding_undoes_packing(bool batchFirst)
    {
        Tensor padded = Sequences.PadSequence(Three, batchFirst, -1);
        PackedSequence packed = Sequences.PackPaddedSequence(padded, Tensor.Of(2L, 3, 1), batchFirst, enforceSorted: false);
        (Tensor again, Tensor lengths) = Sequences.PadPackedSequence(packed, batchFirst, -1);
        again.ToArray<double>().ShouldBe(padded.ToArray<double>());
        lengths.ToArray<long>().ShouldBe([2, 3, 1]);
        Sequences.UnpackSequence(packed).Zip(Three).ShouldAllBe(
            pair => pair.First.ToArray<double>().SequenceEqual(pair.Second.ToArray<double>()));
        Sequences.PadPackedSequence(packed, batchFirst, totalLength: 5).Output.Shape[batchFirst ? 1 : 0].ShouldBe(5);
    }

    [Fact]
    public void Gradients_flow_to_what_is_no_padding()
    {
        Tensor padded = Sequences.PadSequence(Three).Detach().WithGrad();
        Sequences.PackPaddedSequence(padded, [2, 3, 1], enforceSorted: false).Data.Sum().Backward();
        padded.Grad!.Squeeze(2).Transpose().ToArray<double>().ShouldBe([1, 1, 0, 1, 1, 1, 1, 0, 0]);
    }

    [Fact]
    public void A_packed_run_is_that_of_each_sequence_alone()
    {
        var net = new LSTM(1, 3, numLayers: 2, bidirectional: true, generator: new Generator(4), dtype: DType.Float64);
        (PackedSequence output, (Tensor hidden, Tensor cell)) = net.Call(Sequences.PackSequence(Three, enforceSorted: false));
        Tensor[] outputs = Sequences.UnpackSequence(output);
        for (int n = 0; n < Three.Length; n++)
        {
            (Tensor alone, (Tensor h, Tensor c)) = net.Call(Three[n], ((Tensor, Tensor)?)null);
            Close(outputs[n], alone);
            Close(hidden.Narrow(1, n, 1).Squeeze(1), h);
            Close(cell.Narrow(1, n, 1).Squeeze(1), c);
        }

        static void Close(Tensor a, Tensor b) =>
            a.ToArray<double>().Zip(b.ToArray<double>(), (x, y) => Math.Abs(x - y)).Max().ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void Mistakes_are_told()
    {
        Tensor padded = Tensor.Zeros([3, 2, 4]);
        Should.Throw<ShapeException>(() => Sequences.PackPaddedSequence(padded, [2, 3])).Message.ShouldContain("enforceSorted: false");
        Should.Throw<ShapeException>(() => Sequences.PackPaddedSequence(padded, [4, 1])).Message.ShouldContain("4 is not within 1 to 3");
        Should.Throw<ShapeException>(() => Sequences.PackPaddedSequence(padded, [3, 0]));
        Should.Throw<ShapeException>(() => Sequences.PackPaddedSequence(padded, [3]));
        Should.Throw<ShapeException>(() => Sequences.PadSequence([]));
        Should.Throw<ShapeException>(() => new GRU(5, 2).Call(Sequences.PackPaddedSequence(padded, [3, 1])))
            .Message.ShouldContain("takes packed sequences of 5 features");
    }
}
