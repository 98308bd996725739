namespace Adjoint.Tests.Reference;

/// <summary>x[…] read and written with random mixtures of all that may stand there, against PyTorch; brackets.py writes the data.</summary>
public sealed class BracketTests
{
    private static readonly BracketCase[] Cases = Fixture.Read<BracketCase[]>("brackets.json.gz");

    private static readonly Func<Tensor, Tensor>[] Layouts =
    [
        t => t.Clone(),
        t => Reversed(Reversed(t).Clone()),
        t => t.Rank == 0 ? t.Clone() : t.Flip().Clone().Flip(),
    ];

    [Fact]
    public void The_same_elements_are_read()
    {
        for (int i = 0; i < Cases.Length; i++)
        {
            foreach (Func<Tensor, Tensor> layout in Layouts)
                ShouldBe(layout(Cases[i].Start())[Cases[i].Indices()], Cases[i].Result, $"{i}: {Cases[i]}");
        }
    }

    [Fact]
    public void They_are_read_in_a_captured_function()
    {
        for (int i = 0; i < Cases.Length; i++)
        {
            BracketCase c = Cases[i];
            Graph graph = Graph.Capture(x => [x[0][c.Indices()]], new Spec(DType.Int64, c.Shape));
            ShouldBe(graph.Run(c.Start())[0], c.Result, $"{i}: {c}");
        }
    }

    [Fact]
    public void The_same_places_are_written_in_memory()
    {
        for (int i = 0; i < Cases.Length; i++)
        {
            if (Cases[i].Put is not { } put) continue;
            foreach (Func<Tensor, Tensor> layout in Layouts)
            {
                Tensor x = layout(Cases[i].Start());
                x[Cases[i].Indices()] = layout(put.Values.Tensor());
                ShouldBe(x, put.Result, $"{i}: {Cases[i]}");
            }
        }
    }

    [Fact]
    public void They_are_written_out_of_place_in_a_history_and_in_a_capture()
    {
        for (int i = 0; i < Cases.Length; i++)
        {
            if (Cases[i].Put is not { } put) continue;
            BracketCase c = Cases[i];
            string what = $"{i}: {c}";
            Tensor start = c.Start();
            ShouldBe(start.IndexPut(c.Indices(), put.Values.Tensor()), put.Result, what);
            ShouldBe(start, c.Start(), what);

            Tensor x = c.Start().To(DType.Float64).WithGrad();
            Tensor values = put.Values.Tensor().To(DType.Float64).WithGrad();
            Tensor y = x * 1;
            y[c.Indices()] = values;
            ShouldBe(y.Detach().To(DType.Int64), put.Result, what);
            if (y.Numel > 0) y.Backward(Tensor.Ones(y.Shape, DType.Float64));
            double written = c.Result.Values.Length;
            (x.Grad?.Sum().Item() ?? 0).ShouldBe(x.Numel - written, what);
            (values.Grad?.Sum().Item() ?? 0).ShouldBe(written, what);

            Graph graph = Graph.Capture(
                t =>
                {
                    Tensor changed = t[0] + 0;
                    changed[c.Indices()] = t[1];
                    return [changed];
                },
                new Spec(DType.Int64, c.Shape), new Spec(DType.Int64, put.Values.Shape));
            graph.Run(c.Start(), put.Values.Tensor())[0].IsSymbolic.ShouldBeFalse(what);
            ShouldBe(graph.Run(c.Start(), put.Values.Tensor())[0], put.Result, what);
        }
    }

    private static Tensor Reversed(Tensor x) => x.Permute([.. Enumerable.Range(0, x.Rank).Reverse()]);

    private static void ShouldBe(Tensor actual, Tensor expected, string what)
    {
        actual.Shape.ShouldBe(expected.Shape, what);
        actual.Detach().ToArray<long>().ShouldBe(expected.ToArray<long>(), what);
    }

    private static void ShouldBe(Tensor actual, BracketTensor expected, string what) => ShouldBe(actual, expected.Tensor(), what);
}

/// <summary>A tensor of integers in the data file.</summary>
/// <param name="Shape">Sizes.</param>
/// <param name="Values">Row-major.</param>
public sealed record BracketTensor(int[] Shape, long[] Values)
{
    public Tensor Tensor() => Adjoint.Tensor.From<long>(Values, Shape);
}

/// <summary>One entry between the brackets.</summary>
/// <param name="Kind">position, range, new, ellipsis, index or mask.</param>
/// <param name="Shape">Sizes of an index or mask.</param>
/// <param name="Values">Its elements; a position; start, end and step of a range.</param>
public sealed record BracketEntry(string Kind, int[]? Shape, long[]? Values)
{
    public TensorIndex Index() => Kind switch
    {
        "position" => (int)Values![0],
        "range" => TensorIndex.Every((int)Values![0]..(int)Values[1], (int)Values[2]),
        "new" => TensorIndex.NewAxis,
        "ellipsis" => TensorIndex.Ellipsis,
        "index" => Tensor.From<long>(Values, Shape!),
        "mask" => Tensor.From<long>(Values, Shape!).To(DType.Bool),
        _ => throw new FormatException($"{Kind} is no kind of entry."),
    };

    public override string ToString() => $"{Kind} {string.Join(",", Shape ?? [])} {string.Join(",", Values ?? [])}";
}

/// <summary>Values that were written, and x afterwards.</summary>
public sealed record BracketPut(BracketTensor Values, BracketTensor Result);

/// <summary>A tensor that counts from 0, what stands between its brackets, and what PyTorch makes of it.</summary>
public sealed record BracketCase(int[] Shape, BracketEntry[] Entries, BracketTensor Result, BracketPut? Put)
{
    public Tensor Start() => Tensor.Arange(((Shape)Shape).Numel).Reshape(Shape);

    public TensorIndex[] Indices() => [.. Entries.Select(e => e.Index())];

    public override string ToString() => $"[{string.Join(", ", Shape)}][{string.Join("; ", Entries.Select(e => e.ToString()))}]";
}
