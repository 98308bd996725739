using FsCheck;
using FsCheck.Fluent;

namespace Adjoint.Tests.Ops;

/// <summary>Gather, ScatterAdd, IndexSelect, OneHot and Where against loops over positions.</summary>
public sealed class IndexingTests
{
    private static readonly Gen<(int[] Sizes, int Axis, int[] Numbers)> Cases =
        from rank in Gen.Choose(1, 4)
        from sizes in Gen.ArrayOf(Gen.Choose(1, 5), rank)
        from axis in Gen.Choose(0, rank - 1)
        from numbers in Gen.ArrayOf(Gen.Choose(0, 99), 300)
        select (sizes, axis, numbers);

    [Fact]
    public void Gather_reads_at_the_index() => Check((x, axis, numbers) =>
    {
        (Tensor index, Naive at) = Index(x, axis, numbers);
        Naive source = Naive.Of(x);
        Naive.Make(at.Sizes, i => source[Naive.With(i, axis, (int)at[i])]).ShouldBe(x.Gather(axis - x.Rank, index));
    });

    [Fact]
    public void ScatterAdd_adds_at_the_index() => Check((x, axis, numbers) =>
    {
        (Tensor index, Naive at) = Index(x, axis, numbers);
        Tensor source = Tensor.Arange(index.Numel).Reshape(index.Shape).Flip();
        Naive sum = Naive.Of(x);
        Naive added = Naive.Of(source);
        Naive.Make(at.Sizes, i =>
        {
            int[] to = Naive.With(i, axis, (int)at[i]);
            int flat = 0;
            for (int d = 0; d < to.Length; d++) flat = (flat * sum.Sizes[d]) + to[d];
            return sum.Values[flat] += added[i];
        });
        sum.ShouldBe(x.ScatterAdd(axis, index, source));
    });

    [Fact]
    public void IndexSelect_takes_slices() => Check((x, axis, numbers) =>
    {
        int rows = numbers[0] % 4;
        Tensor index = Tensor.From<long>([.. numbers.Skip(1).Take(rows * 2).Select(n => (long)n % x.Shape[axis])], [rows, 2]);
        Naive at = Naive.Of(index);
        Naive source = Naive.Of(x);
        int[] sizes = [.. source.Sizes[..axis], rows, 2, .. source.Sizes[(axis + 1)..]];
        source.Take(sizes, i => [.. i[..axis], (int)at[i[axis..(axis + 2)]], .. i[(axis + 2)..]]).ShouldBe(x.IndexSelect(axis, index));
    });

    /// <summary>So many elements that they are shared out, and rows longer and shorter than a share.</summary>
    [Theory]
    [InlineData(700, 61)]
    [InlineData(3, 20_001)]
    public void Large_indices_too(int rows, int columns)
    {
        Tensor x = Tensor.Arange(rows * columns).Reshape(rows, columns);
        Naive source = Naive.Of(x);
        for (int axis = 0; axis < 2; axis++)
        {
            int size = x.Shape[axis];
            Tensor index = Tensor.From<long>([.. Enumerable.Range(0, x.Numel).Select(i => (i * 7919L) % size)], x.Shape);
            Naive at = Naive.Of(index);
            Naive.Make(at.Sizes, i => source[Naive.With(i, axis, (int)at[i])]).ShouldBe(x.Gather(axis, index));
            Tensor places = Tensor.From<long>([.. Enumerable.Range(0, size).Select(i => (i * 7919L) % size)], [size]);
            source.Take([rows, columns], i => Naive.With(i, axis, (int)(i[axis] * 7919L % size))).ShouldBe(x.IndexSelect(axis, places));
        }
    }

    [Fact]
    public void Where_chooses_with_broadcasting()
    {
        Tensor condition = Tensor.Of(true, false).Unsqueeze(1);
        Tensor.Where(condition, Tensor.Of(1L, 2L, 3L), Tensor.Scalar(9, DType.Int64)).ToArray<long>()
            .ShouldBe([1L, 2, 3, 9, 9, 9]);
        Tensor.Where(condition, Tensor.Of(1L), Tensor.Of(0.5f)).DType.ShouldBe(DType.Float32);
        Tensor.Of(1f, float.NaN, 3f).MaskedFill(Tensor.Of(false, true, true), 0).ToArray<float>().ShouldBe([1f, 0, 0]);
        Should.Throw<DTypeException>(() => Tensor.Where(Tensor.Of(1L), condition, condition)).Message.ShouldContain("NotEqual(0)");
        Should.Throw<ShapeException>(() => Tensor.Where(condition, Tensor.Zeros([3]), Tensor.Zeros([4]))).Message.ShouldStartWith("Where");
    }

    [Fact]
    public void OneHot_marks_the_class()
    {
        Tensor.Of(2L, 0L).OneHot(3).ToArray<long>().ShouldBe([0L, 0, 1, 1, 0, 0]);
        Tensor.Of((byte)1).OneHot(2).Shape.ShouldBe([1, 2]);
        Tensor.Scalar(1, DType.Int64).OneHot(2).ToArray<long>().ShouldBe([0L, 1]);
        Tensor.Zeros([0, 2], DType.Int64).OneHot(4).Shape.ShouldBe([0, 2, 4]);
        Should.Throw<ShapeException>(() => Tensor.Of(3L).OneHot(3)).Message.ShouldBe("OneHot: index 3 is not within 0 to 2.");
        Should.Throw<DTypeException>(() => Tensor.Of(true).OneHot(3)).Message.ShouldStartWith("OneHot: takes integers, not bool");
        Should.Throw<DTypeException>(() => Tensor.Of(1f).OneHot(3));
    }

    [Fact]
    public void OneHot_has_as_many_classes_as_the_largest_asks_for()
    {
        Tensor.Of(2L, 0).OneHot().ToArray<long>().ShouldBe([0L, 0, 1, 1, 0, 0]);
        Tensor.Scalar(1, DType.Int64).OneHot().ToArray<long>().ShouldBe([0L, 1]);
        Should.Throw<ShapeException>(() => Tensor.Of(-3L).OneHot()).Message.ShouldBe("OneHot: index -3 is not within 0 to 0.");
        Should.Throw<ShapeException>(() => Tensor.Zeros([0], DType.Int64).OneHot()).Message.ShouldContain("say how many classes");
        Should.Throw<ShapeException>(() => Tensor.Of(1L).OneHot(0)).Message.ShouldBe("OneHot: 0 classes are too few.");
        Should.Throw<GraphException>(() => Graph.Capture(x => [x[0].OneHot()], new Spec(DType.Int64, [2])));
    }

    [Fact]
    public void Indices_are_checked_where_a_captured_function_is_run()
    {
        Graph marks = Graph.Capture(x => [x[0].OneHot(3)], new Spec(DType.Int64, [2]));
        marks.Run(Tensor.Of(2L, 0L))[0].ToArray<long>().ShouldBe([0L, 0, 1, 1, 0, 0]);
        Should.Throw<ShapeException>(() => marks.Run(Tensor.Of(0L, -1L))).Message.ShouldContain("OneHot: index -1 is not within 0 to 2.");

        Graph unpooled = Graph.Capture(
            x => [x[0].MaxUnpool1d(x[1], 2)], new Spec(DType.Float32, [1, 1, 2]), new Spec(DType.Int64, [1, 1, 2]));
        Tensor values = Tensor.From([5f, 6], [1, 1, 2]);
        unpooled.Run(values, Tensor.From([3L, 0], [1, 1, 2]))[0].ToArray<float>().ShouldBe([6f, 0, 0, 5]);
        const string message = "MaxUnpool1d: an index lies outside of the plane [4]; give the size before the pool.";
        Should.Throw<ShapeException>(() => unpooled.Run(values, Tensor.From([4L, 0], [1, 1, 2]))).Message.ShouldContain(message);
        Should.Throw<ShapeException>(() => values.MaxUnpool1d(Tensor.From([-1L, 0], [1, 1, 2]), 2)).Message.ShouldBe(message);
    }

    [Fact]
    public void Indices_outside_are_errors()
    {
        Tensor x = Tensor.Zeros([3, 2]);
        Should.Throw<ShapeException>(() => x.IndexSelect(0, Tensor.Of(3L))).Message.ShouldBe("IndexSelect: index 3 is not within 0 to 2.");
        Should.Throw<ShapeException>(() => x.IndexSelect(1, Tensor.Of(-1L)));
        Should.Throw<ShapeException>(() => x.Gather(0, Tensor.Of(long.MaxValue, 0L).Reshape(1, 2)));
        Should.Throw<ShapeException>(() => x.ScatterAdd(0, Tensor.Of(3L).Reshape(1, 1), Tensor.Ones([1, 1])));
        Should.Throw<ShapeException>(() => Tensor.Zeros([0, 2]).IndexSelect(0, Tensor.Of(0L)));
    }

    [Fact]
    public void Indices_of_the_wrong_kind_are_errors()
    {
        Tensor x = Tensor.Zeros([3, 2]);
        Should.Throw<DTypeException>(() => x.IndexSelect(0, Tensor.Of(1f))).Message.ShouldContain("indices are int64, not float32");
        Should.Throw<DTypeException>(() => x.Gather(0, Tensor.Of(true).Reshape(1, 1)));
        Should.Throw<ShapeException>(() => x.Gather(0, Tensor.Of(0L))).Message.ShouldContain("has not as many axes");
        Should.Throw<ShapeException>(() => x.Gather(0, Tensor.Zeros([1, 3], DType.Int64))).Message.ShouldContain("along axis 1");
        Should.Throw<ShapeException>(() => x.ScatterAdd(0, Tensor.Zeros([1, 2], DType.Int64), Tensor.Ones([2, 1])));
        x.IndexSelect(0, Tensor.Of((byte)2, (byte)0)).Shape.ShouldBe([2, 2]);
    }

    private static void Check(Action<Tensor, int, int[]> body) => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        Shape shape = c.Sizes;
        body(Tensor.Arange(shape.Numel).Reshape(shape), c.Axis, c.Numbers);
        // The same numbers in other memory: transposed, and from the middle of a larger tensor.
        Tensor large = Tensor.Arange(3, (2 * shape.Numel) + 3).Reshape([2, .. c.Sizes]);
        body(large[1], c.Axis, c.Numbers);
        body(large[0].Transpose(0, -1), c.Sizes.Length - 1 - c.Axis, c.Numbers);
    }).QuickCheckThrowOnFailure();

    private static (Tensor Index, Naive Model) Index(Tensor x, int axis, int[] numbers)
    {
        int[] sizes = [.. x.Shape.Span.ToArray().Select((size, i) => i == axis ? numbers[i] % 4 : numbers[i] % (size + 1))];
        int next = x.Rank;
        Naive model = Naive.Make(sizes, _ => numbers[next++ % numbers.Length] % x.Shape[axis]);
        return (Tensor.From<long>(model.Values.AsSpan(), sizes), model);
    }
}
