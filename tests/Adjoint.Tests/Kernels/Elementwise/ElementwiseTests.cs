using System.Runtime.InteropServices;

namespace Adjoint.Tests.Kernels;

public sealed class ElementwiseTests
{
    // Around the vector widths, the block (1024), the item of work (16384) and the limit of the direct path (4096).
    public static TheoryData<int> Counts => [0, 1, 7, 8, 9, 15, 16, 17, 1023, 1024, 1025, 4095, 4096, 4097, 16383, 16384, 16385, 40000];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Rows_of_any_length_are_mapped_whole(int count)
    {
        Tensor a = Tensor.Arange(count, DType.Float32);
        Tensor b = Tensor.Full([count], 0.5);
        float[] y = (a * b).ToArray<float>();
        for (int i = 0; i < count; i++) y[i].ShouldBe(i * 0.5f);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void A_stretched_operand_is_read_in_place(int count)
    {
        Tensor a = Tensor.Arange(3 * count, DType.Float64).Reshape(3, count);
        Tensor b = Tensor.Of(10.0, 20.0, 30.0).Unsqueeze(1);
        double[] y = (a + b).ToArray<double>();
        for (int i = 0; i < y.Length; i++) y[i].ShouldBe(i + (10.0 * ((i / count) + 1)));
    }

    [Fact]
    public void Any_layout_of_any_rank_is_gathered_right()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 200; trial++)
        {
            int rank = random.Next(1, 5);
            int[] sizes = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 14))];
            int[] order = [.. Enumerable.Range(0, rank)];
            random.Shuffle(order);
            Tensor x = Tensor.Arange(Shape.Create(sizes).Numel).Reshape(sizes).Permute(order);
            if (random.Next(2) == 0) x = x.Flip(random.Next(rank));
            long[] expected = [.. Walk(x)];
            (x + 0).ToArray<long>().ShouldBe(expected);
            x.Contiguous().ToArray<long>().ShouldBe(expected);
        }
    }

    [Fact]
    public void Results_are_the_same_bits_for_any_number_of_threads()
    {
        Tensor x = Tensor.Normal([100_003], generator: new Generator(1));
        Threads.ShouldAgree(() =>
        {
            Tensor y = x.Tanh().Exp();
            Tensor[] parts =
            [
                y, y.Sum().Reshape(1), y[..100_000].Reshape(1000, 100).Sum(0), y[..100_000].Reshape(10, -1).Softmax().Flatten(),
            ];
            return MemoryMarshal.AsBytes(Tensor.Concat(parts).AsSpan<float>()).ToArray();
        });
    }

    /// <summary>The elements one at a time, by the indexer of positions.</summary>
    private static IEnumerable<long> Walk(Tensor x) => x.Rank == 0
        ? [(long)x.Item()]
        : Enumerable.Range(0, x.Shape[0]).SelectMany(i => Walk(x[i]));
}
