using Adjoint.Data;

namespace Adjoint.Tests.Data;

/// <summary>Datasets that are made of others, of lists and of code, and samples of several inputs and targets.</summary>
public sealed class DatasetTests
{
    private static Tensor Numbers(int count, int from = 0) => Tensor.Arange(from, from + count);

    private static TensorDataset Plain(int count, int from = 0) =>
        new(Numbers(count, from).To(DType.Float32).Unsqueeze(1), Numbers(count, from));

    private static TensorDataset Pairs() => new(
        [("left", Tensor.Normal([5, 3])), ("right", Tensor.Normal([5, 2, 2]))],
        [("same", Tensor.Of(0L, 1, 0, 1, 1)), ("distance", Tensor.Normal([5]))]);

    [Fact]
    public void Samples_have_several_inputs_and_targets_by_name()
    {
        TensorDataset pairs = Pairs();
        Batch batch = pairs.Fetch(Tensor.Of(4L, 1));
        batch.Count.ShouldBe(2);
        batch["right"].ToArray<float>().ShouldBe(pairs["right"].IndexSelect(0, Tensor.Of(4L, 1)).ToArray<float>());
        batch["distance"].Shape.ShouldBe([2]);
        batch.Inputs.ShouldBeSameAs(batch["left"]);
        batch.Targets.ShouldBeSameAs(batch["same"]);
        batch.NamedInputs.Select(field => field.Name).ShouldBe(["left", "right"]);
        pairs.Subset(Tensor.Of(0L)).Fetch(Tensor.Of(0L))["distance"].Item().ShouldBe(pairs["distance"][0].Item());
        pairs.ToString().ShouldBe("TensorDataset(left float32 [5, 3], right float32 [5, 2, 2]; same int64 [5], distance float32 [5])");
    }

    [Fact]
    public void A_batch_can_be_taken_apart()
    {
        (Tensor x, Tensor y) = Plain(4).Fetch(Tensor.Of(2L));
        x.Item().ShouldBe(2);
        y.Item().ShouldBe(2);
    }

    [Fact]
    public void Fields_that_do_not_fit_are_refused()
    {
        Should.Throw<ShapeException>(() => new Batch(Tensor.Zeros([2, 3]), Tensor.Zeros([3]))).Message
            .ShouldBe("Batch: 'input' [2, 3] and 'target' [3] must have the same first size, the number of samples.");
        Should.Throw<ShapeException>(() => new TensorDataset(Tensor.Scalar(1), Tensor.Scalar(1))).Message
            .ShouldBe("TensorDataset: 'input' is a number; its first axis must be the sample.");
        Should.Throw<AdjointException>(() => new Batch([("a", Tensor.Zeros([1]))], [("a", Tensor.Zeros([1]))])).Message
            .ShouldBe("Batch: two inputs or targets are called 'a'.");
        Should.Throw<AdjointException>(() => new Batch([], [])).Message.ShouldBe("Batch: a sample needs at least one input.");
        Should.Throw<AdjointException>(() => Pairs()["middle"]).Message
            .ShouldBe("TensorDataset: there is no input or target 'middle'; there are left, right, same, distance.");
        Should.Throw<AdjointException>(() => new TensorDataset([("x", Tensor.Zeros([1]))], []).Fetch(Tensor.Of(0L)).Targets);
    }

    [Fact]
    public void A_subset_is_what_its_numbers_say()
    {
        var subset = new Subset(Plain(10), Tensor.Of(7L, 3, 3));
        subset.Count.ShouldBe(3);
        subset.Fetch(Tensor.Of(2L, 0)).Targets.ToArray<long>().ShouldBe([3, 7]);
        new Subset(subset, Tensor.Of(0L)).Fetch(Tensor.Of(0L)).Targets.Item().ShouldBe(7);
        Should.Throw<AdjointException>(() => subset.Fetch(Tensor.Of(3L))).Message.ShouldBe("Subset: there is no sample 3 among 3.");
        Should.Throw<AdjointException>(() => new Subset(Plain(2), Tensor.Of(-1L)));
        Should.Throw<AdjointException>(() => new Subset(Plain(2), Tensor.Of(0f)));
    }

    [Fact]
    public void Datasets_follow_each_other()
    {
        var all = new ConcatDataset(Plain(3), Plain(0), Plain(4, from: 10));
        all.Count.ShouldBe(7);
        Batch batch = all.Fetch(Tensor.Of(5L, 0, 6, 2, 0));
        batch.Targets.ToArray<long>().ShouldBe([12, 0, 13, 2, 0]);
        batch.Inputs.ToArray<float>().ShouldBe([12, 0, 13, 2, 0]);
        all.Fetch(Tensor.Of(3L)).Targets.Item().ShouldBe(10);
        all.Fetch(Tensor.Zeros([0], DType.Int64)).Count.ShouldBe(0);
        Should.Throw<AdjointException>(() => all.Fetch(Tensor.Of(7L)));
        Should.Throw<AdjointException>(() => new ConcatDataset());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void Random_parts_have_each_sample_once(int count)
    {
        int first = count / 3;
        Subset[] parts = Plain(count).RandomSplit([first, count - first], new Generator(3));
        parts.Select(part => part.Count).ShouldBe([first, count - first]);
        Seen(parts).ShouldBe(Enumerable.Range(0, count).Select(i => (long)i));
    }

    [Fact]
    public void Parts_by_shares_are_rounded_as_pytorch_does()
    {
        Subset[] parts = Plain(11).RandomSplit([0.5, 0.3, 0.2], new Generator(3));
        parts.Select(part => part.Count).ShouldBe([6, 3, 2]);
        Seen(parts).Count().ShouldBe(11);
        Should.Throw<AdjointException>(() => Plain(4).RandomSplit([0.5, 0.4])).Message.ShouldContain("0.9");
        Should.Throw<AdjointException>(() => Plain(4).RandomSplit([double.NaN, 1]));
        Should.Throw<AdjointException>(() => Plain(4).RandomSplit([1, 2])).Message
            .ShouldBe("RandomSplit: the parts have 3 samples, the dataset has 4.");
        Should.Throw<AdjointException>(() => Plain(4).RandomSplit([-1, 5]));
    }

    [Fact]
    public void Samples_can_be_made_one_by_one()
    {
        var squares = new Squares();
        var loader = new DataLoader(squares, 4);
        loader.SelectMany(batch => batch.Targets.ToArray<long>()).ShouldBe([0, 1, 4, 9, 16, 25]);
        Should.Throw<AdjointException>(() => squares.Fetch(Tensor.Of(6L))).Message.ShouldBe("Squares: there is no sample 6 among 6.");
    }

    [Fact]
    public void Samples_of_different_lengths_are_padded()
    {
        (Tensor Words, long Topic)[] list = [(Tensor.Of(1L, 2), 0), (Tensor.Of(3L), 1), (Tensor.Of<long>(), 2)];
        var data = new ListDataset<(Tensor Words, long Topic)>(list, some => new Batch(
            Collation.Pad(some.Select(s => s.Words), value: -1), Tensor.Of<long>([.. some.Select(s => s.Topic)])));
        Batch batch = new DataLoader(data, 3).Single();
        batch.Inputs.ToArray<long>().ShouldBe([1, 2, 3, -1, -1, -1]);
        batch.Inputs.Shape.ShouldBe([3, 2]);
        Collation.Lengths(list.Select(s => s.Words)).ToArray<long>().ShouldBe([2, 1, 0]);
    }

    [Fact]
    public void Padding_goes_to_the_end_of_every_axis()
    {
        Tensor all = Collation.Pad([Tensor.Ones([1, 2]), Tensor.Ones([2, 1])]);
        all.ToArray<float>().ShouldBe([1, 1, 0, 0, 1, 0, 1, 0]);
        Should.Throw<ShapeException>(() => Collation.Pad([Tensor.Ones([1]), Tensor.Ones([1, 1])]));
        Should.Throw<ShapeException>(() => Collation.Pad([]));
        Should.Throw<ShapeException>(() => Collation.Stack([Tensor.Ones([1]), Tensor.Ones([2])])).Message.ShouldContain("Collation.Pad");
        Should.Throw<ShapeException>(() => Collation.Lengths([Tensor.Scalar(1)]));
    }

    [Fact]
    public void Batches_go_through_a_function()
    {
        var doubled = new MapDataset(Plain(3), batch => new Batch(batch.Inputs * 2, batch.Targets));
        doubled.Fetch(Tensor.Of(2L)).Inputs.Item().ShouldBe(4);
        doubled.Count.ShouldBe(3);
    }

    private static IEnumerable<long> Seen(Subset[] parts) =>
        parts.SelectMany(part => part.Fetch(Tensor.Arange(part.Count)).Targets.ToArray<long>()).Order();

    private sealed class Squares : Dataset<(Tensor, long)>
    {
        public override int Count => 6;

        public override (Tensor, long) this[int index] => (Tensor.Of((float)index), index * index);

        protected override Batch Collate(IReadOnlyList<(Tensor, long)> samples) => new(
            Collation.Stack(samples.Select(sample => sample.Item1)), Tensor.Of<long>([.. samples.Select(sample => sample.Item2)]));
    }
}
