using Adjoint.Data;

namespace Adjoint.Tests.Data;

public sealed class SamplerTests
{
    private static long[] Draw(Sampler sampler, ulong seed = 5) => sampler.Draw(new Generator(seed)).ToArray<long>();

    private static long[] Count(IEnumerable<long> drawn, int samples)
    {
        var counts = new long[samples];
        foreach (long number in drawn) counts[number]++;
        return counts;
    }

    [Fact]
    public void Sequential_samples_come_in_order() => Draw(new SequentialSampler(4)).ShouldBe([0, 1, 2, 3]);

    [Fact]
    public void Without_replacement_each_comes_at_most_once()
    {
        Draw(new RandomSampler(50)).Order().ShouldBe(Enumerable.Range(0, 50).Select(i => (long)i));
        Draw(new RandomSampler(50, numSamples: 7)).Distinct().Count().ShouldBe(7);
        Should.Throw<AdjointException>(() => new RandomSampler(5, numSamples: 6));
    }

    [Fact]
    public void With_replacement_all_are_as_likely()
    {
        long[] counts = Count(Draw(new RandomSampler(4, replacement: true, numSamples: 40_000)), 4);
        // Standard deviation of each count: √(40,000 · ¼ · ¾) = 87.
        counts.ShouldAllBe(count => Math.Abs(count - 10_000) < 400);
        Draw(new RandomSampler(4, true, 0)).ShouldBeEmpty();
        Should.Throw<AdjointException>(() => new RandomSampler(0, true, 1));
    }

    [Fact]
    public void Weighted_samples_come_in_proportion()
    {
        long[] counts = Count(Draw(new WeightedRandomSampler([0, 1, 0, 3, 4, 0], 80_000)), 6);
        (counts[0], counts[2], counts[5]).ShouldBe((0, 0, 0));
        Math.Abs(counts[1] - 10_000).ShouldBeLessThan(400);
        Math.Abs(counts[3] - 30_000).ShouldBeLessThan(600);
        Math.Abs(counts[4] - 40_000).ShouldBeLessThan(600);
    }

    [Fact]
    public void Weighted_samples_without_replacement_are_drawn_one_after_the_other()
    {
        // The first of two is sample 0 with probability 2/4; a pair lacks it with probability ½ · ½ · ½ · 2 … computed below.
        var sampler = new WeightedRandomSampler([2, 1, 1], 2, replacement: false);
        var generator = new Generator(1);
        int lacking = 0;
        for (int i = 0; i < 4000; i++)
        {
            long[] drawn = sampler.Draw(generator).ToArray<long>();
            drawn.Distinct().Count().ShouldBe(2);
            if (!drawn.Contains(0)) lacking++;
        }

        // First 1 or 2 (each 1/4), then the other among {0, other}, 1/3: 2 · 1/4 · 1/3 = 1/6. Deviation: 24.
        Math.Abs(lacking - (4000 / 6.0)).ShouldBeLessThan(110);
        Draw(new WeightedRandomSampler([0, 5, 0, 1], 2, replacement: false)).Order().ShouldBe([1, 3]);
    }

    [Fact]
    public void Weights_that_are_none_are_refused()
    {
        Should.Throw<AdjointException>(() => new WeightedRandomSampler([1, -1], 1)).Message.ShouldContain("weight 1");
        Should.Throw<AdjointException>(() => new WeightedRandomSampler([double.NaN], 1));
        Should.Throw<AdjointException>(() => new WeightedRandomSampler([0, 0], 1));
        Should.Throw<AdjointException>(() => new WeightedRandomSampler([], 1));
        Should.Throw<AdjointException>(() => new WeightedRandomSampler([1, 0], 2, replacement: false));
    }

    [Fact]
    public void Balanced_samples_have_each_class_equally_often()
    {
        Tensor labels = Tensor.Of(7L, 7, 7, 7, 7, 7, 7, 2, 2, 0);
        var sampler = new BalancedSampler(labels, 300);
        sampler.Classes.ShouldBe(3);
        long[] counts = Count(Draw(sampler), 10);
        counts[..7].Sum().ShouldBe(100);
        counts[7..9].ShouldBe([50, 50]);
        counts[9].ShouldBe(100);
        counts[..7].Max().ShouldBeLessThanOrEqualTo(counts[..7].Min() + 1);
        Should.Throw<AdjointException>(() => new BalancedSampler(Tensor.Of(1f)));
        Should.Throw<AdjointException>(() => new BalancedSampler(Tensor.Zeros([0], DType.Int64)));
    }

    [Fact]
    public void Groups_stay_together()
    {
        var sampler = new GroupSampler(Tensor.Of(3L, 1, 3, 2, 1));
        var orders = new HashSet<string>();
        for (ulong seed = 0; seed < 40; seed++) orders.Add(string.Join(" ", Draw(sampler, seed)));
        orders.Order().ShouldBe(["0 2 1 4 3", "0 2 3 1 4", "1 4 0 2 3", "1 4 3 0 2", "3 0 2 1 4", "3 1 4 0 2"]);
    }

    [Fact]
    public void Some_samples_come_in_random_order() =>
        Draw(new SubsetRandomSampler(Tensor.Of(9L, 4, 4))).Order().ShouldBe([4, 4, 9]);

    [Fact]
    public void A_loader_asks_its_sampler_anew_for_each_epoch()
    {
        var data = new TensorDataset(Tensor.Arange(6), Tensor.Arange(6));
        var loader = new DataLoader(data, new RandomSampler(6, replacement: true, numSamples: 9), batchSize: 4,
            generator: new Generator(2));
        (loader.SampleCount, loader.BatchCount).ShouldBe((9, 3));
        long[] first = [.. loader.SelectMany(batch => batch.Targets.ToArray<long>())];
        long[] second = [.. loader.SelectMany(batch => batch.Targets.ToArray<long>())];
        first.Length.ShouldBe(9);
        first.ShouldNotBe(second);
        loader.ToString().ShouldBe("DataLoader(9 samples in 3 batches of 4, RandomSampler(9 of 6, with replacement))");
    }
}
