namespace Adjoint.Tests.Ops;

/// <summary>Pieces, windows, rows and repetitions: edges and errors. Values and gradients are compared by the op table.</summary>
public sealed class ViewNamesTests
{
    private static Tensor Grid => Tensor.Arange(6).Reshape(2, 3);

    [Fact]
    public void A_tensor_is_run_over_along_its_first_axis()
    {
        var sums = new List<double>();
        foreach (Tensor row in Grid) sums.Add(row.Sum().Item());
        sums.ShouldBe([3.0, 12]);
        Tensor[] rows = [.. Grid];
        rows[1].ToArray<long>().ShouldBe([3L, 4, 5]);
        foreach (Tensor _ in Tensor.Zeros([0, 2])) throw new InvalidOperationException("There is no row.");
        Should.Throw<ShapeException>(() => Tensor.Scalar(1).GetEnumerator()).Message.ShouldContain("Item()");
        Tensor x = Tensor.Of(1.0, 2).WithGrad();
        Tensor product = 1.0;
        foreach (Tensor number in x) product *= number;
        product.Backward();
        x.Grad!.ToArray<double>().ShouldBe([2.0, 1]);
    }

    [Fact]
    public void Rows_are_views()
    {
        Tensor x = Grid;
        foreach (Tensor row in x) row[0] = 9;
        x.Unbind(1)[2].Fill(7);
        x.ToArray<long>().ShouldBe([9L, 1, 7, 9, 4, 7]);
    }

    [Fact]
    public void Pieces_of_little_and_of_nothing()
    {
        Sizes(Tensor.Arange(5).Chunk(4)).ShouldBe([2, 2, 1]);
        Sizes(Tensor.Arange(2).Chunk(5)).ShouldBe([1, 1]);
        Sizes(Tensor.Zeros([0]).Chunk(3)).ShouldBe([0, 0, 0]);
        Sizes(Tensor.Arange(5).TensorSplit(3)).ShouldBe([2, 2, 1]);
        Sizes(Tensor.Arange(2).TensorSplit(3)).ShouldBe([1, 1, 0]);
        Sizes(Tensor.Arange(5).TensorSplit([3, 1, -1, 9])).ShouldBe([3, 0, 3, 1, 0]);
        Should.Throw<ShapeException>(() => Grid.Chunk(0));
        Should.Throw<ShapeException>(() => Grid.TensorSplit(0));
        Should.Throw<ShapeException>(() => Grid.Hsplit(2)).Message.ShouldContain("does not divide");
        Should.Throw<ShapeException>(() => Grid[0].Vsplit(1));
        Should.Throw<ShapeException>(() => Grid.Dsplit([1])).Message.ShouldStartWith("Dsplit");

        static int[] Sizes(Tensor[] pieces) => [.. pieces.Select(p => p.Numel)];
    }

    [Fact]
    public void Windows_share_the_memory()
    {
        Tensor x = Tensor.Arange(5);
        Tensor windows = x.Unfold(0, 3, 1);
        windows.Shape.ShouldBe([3, 3]);
        x[2] = 9;
        windows.ToArray<long>().ShouldBe([0L, 1, 9, 1, 9, 3, 9, 3, 4]);
        x.Unfold(0, 0, 2).Shape.ShouldBe([3, 0]);
        Tensor.Scalar(4).Unfold(0, 1, 1).ToArray<float>().ShouldBe([4f]);
        Should.Throw<ShapeException>(() => x.Unfold(0, 6, 1)).Message.ShouldStartWith("Unfold");
        Should.Throw<ShapeException>(() => x.Unfold(0, 2, 0));
    }

    [Fact]
    public void Elements_at_strides_stay_within_the_tensor()
    {
        Tensor x = Tensor.Arange(9).Reshape(3, 3);
        x.AsStrided([3], [4]).ToArray<long>().ShouldBe([0L, 4, 8]);
        x.AsStrided([3], [4]).IsView.ShouldBeTrue();
        // Strides count elements, wherever they lie.
        x.Transpose().AsStrided([2, 2], [1, 3]).ToArray<long>().ShouldBe([0L, 1, 3, 4]);
        x.AsStrided([0], [100], 50).Numel.ShouldBe(0);
        x.AsStrided([], [], 8).Item().ShouldBe(8);
        Should.Throw<ShapeException>(() => x.AsStrided([3], [5])).Message.ShouldContain("reaches element 10");
        Should.Throw<ShapeException>(() => x.AsStrided([2], [-1], 3));
        Should.Throw<ShapeException>(() => x.AsStrided([2], [1, 1]));
    }

    [Fact]
    public void A_view_is_never_a_copy()
    {
        Tensor x = Grid;
        x.View(-1)[0] = 5;
        x[0, 0].Item().ShouldBe(5);
        x.T.View(3, 2, 1).Shape.ShouldBe([3, 2, 1]);
        Should.Throw<ShapeException>(() => x.T.View(6)).Message.ShouldContain("Reshape");
        Graph.Capture(t => [t[0].View(3, -1)], new Spec(DType.Float32, [2, 3])).Outputs[0].Shape.ShouldBe([3, 2]);
    }

    [Fact]
    public void Repetitions_are_copies_of_any_number()
    {
        Tensor x = Grid;
        Tensor once = x.Repeat(1, 1);
        once[0, 0] = 9;
        x[0, 0].Item().ShouldBe(0);
        x.Repeat(0, 2, 1).Shape.ShouldBe([0, 4, 3]);
        x.Tile(1).Shape.ShouldBe([2, 3]);
        x.RepeatInterleave(Tensor.Of(2L)).Shape.ShouldBe([12]);
        x.RepeatInterleave(Tensor.Of(0, 3), 0, outputSize: 3)[2].ToArray<long>().ShouldBe([3L, 4, 5]);
        x.RepeatInterleave(0, 1).Shape.ShouldBe([2, 0]);
        Tensor.Ones([1, 1, 1, 1, 1, 1, 1, 1, 1, 2]).Repeat(1, 1, 1, 1, 1, 1, 1, 1, 2, 1).Numel.ShouldBe(4);
        Should.Throw<ShapeException>(() => x.Repeat(2)).Message.ShouldStartWith("Repeat");
        Should.Throw<ShapeException>(() => x.Tile(-1, 1));
        Should.Throw<ShapeException>(() => x.RepeatInterleave(Tensor.Of(1L, 2, 3), 0));
        Should.Throw<ShapeException>(() => x.RepeatInterleave(Tensor.Of(1L, -1), 0));
        Should.Throw<ShapeException>(() => x.RepeatInterleave(Tensor.Of(1L, 1), 0, 3)).Message.ShouldContain("add up to 2, not to 3");
        Should.Throw<DTypeException>(() => x.RepeatInterleave(Tensor.Of(1f)));
        Should.Throw<GraphException>(() => Graph.Capture(t => [t[0].RepeatInterleave(t[0])], new Spec(DType.Int64, [2])))
            .Message.ShouldStartWith("RepeatInterleave");
    }

    [Fact]
    public void Rolls_of_any_distance()
    {
        Tensor.Arange(3).Roll(7).ToArray<long>().ShouldBe([2L, 0, 1]);
        Tensor.Arange(3).Roll(-7, 0).ToArray<long>().ShouldBe([1L, 2, 0]);
        Grid.Roll([1, 1], [1, 1]).ToArray<long>().ShouldBe([1L, 2, 0, 4, 5, 3]);
        Tensor.Zeros([0, 2]).Roll(1, 0).Shape.ShouldBe([0, 2]);
        Tensor.Scalar(1).Roll(3).Item().ShouldBe(1);
        Should.Throw<ShapeException>(() => Grid.Roll([1, 2], [0]));
        Should.Throw<ShapeException>(() => Grid.Rot90(1, [0, 0]));
        Grid.Rot90(-4).ToArray<long>().ShouldBe(Grid.ToArray<long>());
    }

    [Fact]
    public void Axes_are_named_once()
    {
        Should.Throw<ShapeException>(() => Grid.MoveAxis([0, -2], [0, 1]));
        Should.Throw<ShapeException>(() => Grid.MoveAxis([0], [0, 1]));
        Should.Throw<ShapeException>(() => Grid.DiagEmbed(0, 1, -2));
        Should.Throw<ShapeException>(() => Grid[0].MT);
        Should.Throw<ShapeException>(() => Tensor.Scalar(1).Flipud());
        Grid.MoveAxis([], []).Shape.ShouldBe([2, 3]);
    }

    [Fact]
    public void Joins_of_little_and_of_nothing()
    {
        Tensor.Meshgrid([]).ShouldBeEmpty();
        Tensor.Meshgrid([Tensor.Arange(2)], MeshIndexing.Xy)[0].Shape.ShouldBe([2]);
        Tensor.BlockDiag().Shape.ShouldBe([1, 0]);
        Tensor.BlockDiag(Tensor.Of(1L), Tensor.Of(0.5)).DType.ShouldBe(DType.Float64);
        Tensor.Arange(3).Combinations(4).Shape.ShouldBe([0, 4]);
        Tensor.Arange(3).Combinations(0).Shape.ShouldBe([0]);
        Tensor.Zeros([0]).Combinations(2, true).Shape.ShouldBe([0, 2]);
        Tensor.Arange(4).Combinations(3, true).Shape.ShouldBe([20, 3]);
        Tensor.CartesianProd(Tensor.Arange(2), Tensor.Zeros([0], DType.Int64)).Shape.ShouldBe([0, 2]);
        Should.Throw<ShapeException>(() => Tensor.Hstack()).Message.ShouldBe("Hstack: takes at least one tensor.");
        Should.Throw<ShapeException>(() => Tensor.Meshgrid([Grid]));
        Should.Throw<ShapeException>(() => Tensor.BlockDiag(Tensor.Zeros([1, 1, 1]))).Message.ShouldContain("[1, 1, 1]");
        Should.Throw<ShapeException>(() => Grid.Combinations());
    }

    [Fact]
    public void Triangles_as_places()
    {
        Tensor.TrilIndices(2, 3).ToArray<long>().ShouldBe([0L, 1, 1, 0, 0, 1]);
        Tensor.TriuIndices(2, 3, 1).ToArray<long>().ShouldBe([0L, 0, 1, 1, 2, 2]);
        Tensor lower = Tensor.TrilIndices(2, 3, -1, DType.Int32);
        lower.DType.ShouldBe(DType.Int32);
        Grid[lower[0], lower[1]].ToArray<long>().ShouldBe([3L]);
        Tensor.TrilIndices(0, 3).Shape.ShouldBe([2, 0]);
        Should.Throw<ShapeException>(() => Tensor.TriuIndices(-1, 3));
    }
}
