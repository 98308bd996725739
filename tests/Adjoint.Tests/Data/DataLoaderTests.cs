using Adjoint.Data;
using FsCheck;
using FsCheck.Fluent;

namespace Adjoint.Tests.Data;

public class DataLoaderTests
{
    private static TensorDataset Numbers(int count) => new(Tensor.Arange(count).Unsqueeze(1), Tensor.Arange(count));

    private static long[] Order(DataLoader loader) => [.. loader.SelectMany(batch => batch.Targets.ToArray<long>())];

    [Theory]
    [InlineData(10, 3, false, 4, 10)]
    [InlineData(10, 3, true, 3, 9)]
    [InlineData(9, 3, true, 3, 9)]
    [InlineData(2, 3, false, 1, 2)]
    [InlineData(2, 3, true, 0, 0)]
    [InlineData(0, 3, false, 0, 0)]
    [InlineData(5, int.MaxValue, false, 1, 5)]
    public void Counts_are_known_and_true(int count, int batchSize, bool dropLast, int batches, int samples)
    {
        var loader = new DataLoader(Numbers(count), batchSize, shuffle: true, dropLast, new Generator(1));

        loader.BatchCount.ShouldBe(batches);
        loader.SampleCount.ShouldBe(samples);
        List<Batch> all = [.. loader];
        all.Count.ShouldBe(batches);
        all.Sum(batch => batch.Count).ShouldBe(samples);
        all.SkipLast(1).ShouldAllBe(batch => batch.Count == batchSize);
        all.SelectMany(batch => batch.Targets.ToArray<long>()).Distinct().Count().ShouldBe(samples);
    }

    [Fact]
    public void Without_shuffling_the_order_is_that_of_the_data()
    {
        Order(new DataLoader(Numbers(7), 2)).ShouldBe([0, 1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void Each_epoch_has_another_order_with_every_sample_once()
    {
        var loader = new DataLoader(Numbers(100), 7, shuffle: true, generator: new Generator(4));

        long[] first = Order(loader);
        long[] second = Order(loader);

        first.Order().ShouldBe(Enumerable.Range(0, 100).Select(i => (long)i));
        second.Order().ShouldBe(first.Order());
        second.ShouldNotBe(first);
    }

    [Fact]
    public void Equal_seeds_give_equal_orders()
    {
        long[] Orders(ulong seed)
        {
            var loader = new DataLoader(Numbers(50), 8, shuffle: true, generator: new Generator(seed));
            return [.. Order(loader), .. Order(loader)];
        }

        Orders(1).ShouldBe(Orders(1));
        Orders(1).ShouldNotBe(Orders(2));
    }

    [Fact]
    public void Inputs_stay_with_their_targets_and_are_prepared()
    {
        var data = new TensorDataset(
            Tensor.Arange(20, DType.UInt8), Tensor.Arange(20), x => x.To(DType.Float32) * 2);

        foreach (Batch batch in new DataLoader(data, 6, shuffle: true, generator: new Generator(9)))
            batch.Inputs.ToArray<float>().ShouldBe(batch.Targets.ToArray<long>().Select(target => 2f * target));
    }

    [Fact]
    public void Settings_that_cannot_be_are_refused()
    {
        Should.Throw<AdjointException>(() => new DataLoader(Numbers(3), 0)).Message.ShouldContain("batch size of 0");
        Should.Throw<ShapeException>(() => new TensorDataset(Tensor.Ones([3]), Tensor.Ones([4])));
        Should.Throw<AdjointException>(() => Numbers(3).Fetch(Tensor.Of(5L)));
    }

    [Fact]
    public void Every_sample_comes_once_whatever_the_sizes() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte>(), ArbMap.Default.ArbFor<byte>(), ArbMap.Default.ArbFor<ulong>(),
        (byte count, byte size, ulong seed) =>
    {
        var loader = new DataLoader(Numbers(count), size + 1, shuffle: true, generator: new Generator(seed));

        Order(loader).Order().ShouldBe(Enumerable.Range(0, count).Select(i => (long)i));
    }).QuickCheckThrowOnFailure();
}
