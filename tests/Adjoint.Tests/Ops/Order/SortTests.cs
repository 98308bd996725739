namespace Adjoint.Tests.Ops.Order;

/// <summary>Sorting and selection against the framework's own sort, for all types, lengths and ties.</summary>
public sealed class SortTests
{
    private static readonly DType[] Types =
        [DType.Bool, DType.UInt8, DType.Int32, DType.Int64, DType.Float16, DType.BFloat16, DType.Float32, DType.Float64];

    public static TheoryData<int, int> Lengths => new()
    {
        { 0, 3 }, { 1, 3 }, { 2, 3 }, { 39, 3 }, { 40, 3 }, { 41, 3 }, { 63, 100 }, { 64, 100 }, { 257, 5 }, { 1000, 1_000_000 },
        { 5000, 40 }, { 20_000, 1_000 },
    };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Rows_of_every_type_are_sorted_stably(int length, int most)
    {
        foreach (DType type in Types)
        {
            Tensor x = Draw(length, most, type);
            double[] values = Values(x);
            foreach (bool descending in (bool[])[false, true])
            {
                int[] expected = [.. Enumerable.Range(0, length).Select(i => i)];
                expected = descending
                    ? [.. expected.OrderByDescending(i => values[i], Comparer<double>.Create(Compare))]
                    : [.. expected.OrderBy(i => values[i], Comparer<double>.Create(Compare))];
                (Tensor sorted, Tensor places) = x.Sort(-1, descending);
                sorted.DType.ShouldBe(type);
                places.ToArray<long>().ShouldBe(expected.Select(i => (long)i), $"{type} {length} {descending}");
                Values(sorted).ShouldBe(expected.Select(i => values[i]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Selections_are_those_of_the_sorted_row(int length, int most)
    {
        foreach (DType type in Types)
        {
            Tensor x = Draw(length, most, type);
            foreach (bool largest in (bool[])[false, true])
            {
                (Tensor sorted, Tensor places) = x.Sort(-1, largest);
                foreach (int k in (int[])[0, 1, 2, 3, length / 8, length / 2, length])
                {
                    if (k > length) continue;
                    (Tensor values, Tensor indices) = x.TopK(k, largest: largest);
                    indices.ToArray<long>().ShouldBe(places.ToArray<long>().Take(k), $"{type} {length} {k} {largest}");
                    Values(values).ShouldBe(Values(sorted).Take(k));
                    long[] unsorted = x.TopK(k, largest: largest, sorted: false).Indices.ToArray<long>();
                    unsorted.Order().ShouldBe(places.ToArray<long>().Take(k).Order());
                    if (k == 0 || largest) continue;
                    x.KthValue(k).Indices.Item().ShouldBe(places.ToArray<long>()[k - 1]);
                }
            }
        }
    }

    [Fact]
    public void Rows_across_memory_are_sorted_as_rows_along_it()
    {
        Tensor x = Tensor.Normal([7, 90, 3], generator: new Generator(5));
        (Tensor values, Tensor indices) = x.Sort(1);
        Tensor moved = x.Transpose(1, 2).Contiguous();
        Values(values.Transpose(1, 2)).ShouldBe(Values(moved.Sort().Values));
        indices.Transpose(1, 2).ToArray<long>().ShouldBe(moved.Sort().Indices.ToArray<long>());
    }

    [Fact]
    public void Zeros_of_both_signs_are_equal_and_keep_their_sign()
    {
        (Tensor values, Tensor indices) = Tensor.Of(0f, -0f, 1f, -0f, 0f, -1f).Sort();
        indices.ToArray<long>().ShouldBe([5, 0, 1, 3, 4, 2]);
        values.ToArray<float>().Select(float.IsNegative).ShouldBe([true, false, true, true, false, false]);
    }

    [Fact]
    public void Every_NaN_is_largest()
    {
        float negative = BitConverter.UInt32BitsToSingle(0xFFC00000);
        Tensor x = Tensor.Of(float.NaN, float.PositiveInfinity, negative, 1f);
        x.Sort().Indices.ToArray<long>().ShouldBe([3, 1, 0, 2]);
        x.Sort(descending: true).Indices.ToArray<long>().ShouldBe([0, 2, 1, 3]);
        x.TopK(1).Indices.Item().ShouldBe(0);
        x.KthValue(2).Values.Item().ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void A_number_is_a_row_of_one()
    {
        Tensor x = Tensor.Scalar(3, DType.Float64).WithGrad();
        (Tensor values, Tensor indices) = x.Sort();
        (values.Rank, indices.Rank, indices.Item()).ShouldBe((0, 0, 0));
        x.TopK(1, 0).Values.Rank.ShouldBe(0);
        x.KthValue(1).Values.Rank.ShouldBe(0);
        x.Max(-1, true).Values.Rank.ShouldBe(0);
        x.Median(0).Values.Item().ShouldBe(3);
        Engine.Grad([x.Mode().Values], [x])[0]!.Item().ShouldBe(1);
    }

    [Fact]
    public void Nothing_has_an_order_too()
    {
        Tensor.Zeros([0]).Sort().Values.Shape.ShouldBe([0]);
        Tensor.Zeros([3, 0]).Sort(0).Indices.Shape.ShouldBe([3, 0]);
        Tensor.Zeros([0, 3]).TopK(2).Values.Shape.ShouldBe([0, 2]);
        Tensor.Zeros([0, 3]).Median(1).Values.Shape.ShouldBe([0]);
        double.IsNaN(Tensor.Zeros([0]).Median().Item()).ShouldBeTrue();
        Should.Throw<ShapeException>(() => Tensor.Zeros([3, 0]).Median(1)).Message.ShouldStartWith("Median: there is nothing");
        Should.Throw<ShapeException>(() => Tensor.Zeros([3, 0]).Mode(1)).Message.ShouldStartWith("Mode: there is nothing");
        Should.Throw<ShapeException>(() => Tensor.Zeros([3, 0]).Max(1)).Message.ShouldStartWith("Max: there is nothing");
        Should.Throw<ShapeException>(() => Tensor.Zeros([0]).Max()).Message.ShouldStartWith("Max: there is nothing");
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Should.Throw<ShapeException>(() => x.TopK(4)).Message.ShouldBe("TopK: k is 4, but axis 1 of [2, 3] has 3 elements; use 0 to 3.");
        Should.Throw<ShapeException>(() => x.KthValue(0)).Message.ShouldStartWith("KthValue: k is 0");
        Should.Throw<ShapeException>(() => x.Sort(2)).Message.ShouldStartWith("Sort: axis 2 does not exist");
        Should.Throw<ShapeException>(() => x.CumMax(-3)).Message.ShouldStartWith("CumMax: axis -3");
    }

    [Fact]
    public void The_gradient_goes_where_the_value_came_from()
    {
        Tensor x = Tensor.Of(3.0, 1, 2, 1).WithGrad();
        Tensor weights = Tensor.Of(1.0, 10, 100, 1000);
        Gradient((x.Sort().Values * weights).Sum(), x).ShouldBe([1000, 1, 100, 10]);
        Gradient(x.Min(0).Values, x).ShouldBe([0, 1, 0, 0]);
        Gradient(x.Min(), x).ShouldBe([0, 0.5, 0, 0.5]);
        Gradient(x.Median(), x).ShouldBe([0, 0.5, 0, 0.5]);
        Gradient(x.Median(0).Values, x).ShouldBe([0, 0, 0, 1]);
        Gradient((x.CumMin(0).Values * weights).Sum(), x).ShouldBe([1, 110, 0, 1000]);
    }

    [Fact]
    public void Where_all_is_NaN_the_gradient_goes_to_NaN()
    {
        Tensor x = Tensor.Of(1.0, double.NaN, 2, double.NaN).WithGrad();
        Gradient(x.Max(), x).ShouldBe([0, 0.5, 0, 0.5]);
        Gradient(x.Median(), x).ShouldBe([0, 0.5, 0, 0.5]);
        Gradient(x.NanMedian(), x).ShouldBe([1, 0, 0, 0]);
        Gradient(x.Max(0).Values, x).ShouldBe([0, 1, 0, 0]);
    }

    [Fact]
    public void The_most_frequent_is_the_smallest_of_several()
    {
        (Tensor values, Tensor indices) = Tensor.Of(3L, 2, 3, 2, 9).Mode();
        (values.Item(), indices.Item()).ShouldBe((2, 3));
        Tensor many = (Tensor.Arange(3000) - 1500).Abs().Clamp(max: 700);
        many.Mode().Values.Item().ShouldBe(700);
    }

    private static double[] Gradient(Tensor y, Tensor x) => Engine.Grad([y], [x])[0]!.ToArray<double>();

    private static double[] Values(Tensor x) => x.To(DType.Float64).ToArray<double>();

    private static int Compare(double a, double b) =>
        double.IsNaN(a) ? (double.IsNaN(b) ? 0 : 1) : double.IsNaN(b) ? -1 : a < b ? -1 : a > b ? 1 : 0;

    /// <summary>Whole numbers of both signs with ties, in real types NaN and infinities among them.</summary>
    private static Tensor Draw(int length, int most, DType type)
    {
        var random = new Random(length);
        double[] values = new double[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = random.Next(-most, most);
            if (!type.IsFloatingPoint()) continue;
            if (random.Next(20) == 0) values[i] = double.NaN;
            if (random.Next(20) == 0) values[i] = double.NegativeInfinity;
        }

        return Tensor.From<double>(values).To(type);
    }
}
