using FsCheck;
using FsCheck.Fluent;

namespace Adjoint.Tests.Ops;

/// <summary>Random chains of views against positions computed one by one.</summary>
public sealed class ViewPropertyTests
{
    private static readonly Gen<(int[] Sizes, int[] Choices)> Chains =
        from sizes in Gen.Choose(0, 4).SelectMany(rank => Gen.ArrayOf(Gen.Choose(0, 12).Select(n => n == 0 ? 0 : (n % 4) + 1), rank))
        from choices in Gen.ArrayOf(Gen.Choose(0, 9999), 24)
        select (sizes, choices);

    [Fact]
    public void Views_show_the_right_elements_of_the_same_memory() => Check((x, view, naive, _) =>
    {
        naive.ShouldBe(view);
        view.Storage.ShouldBeSameAs(x.Storage);
    });

    [Fact]
    public void Making_a_view_contiguous_keeps_its_elements() => Check((_, view, naive, _) =>
    {
        naive.ShouldBe(view.Contiguous());
        naive.ShouldBe(view.Clone());
        view.Contiguous().IsContiguous.ShouldBeTrue();
    });

    [Fact]
    public void Reshaping_a_view_keeps_the_order_of_its_elements() => Check((_, view, naive, next) =>
    {
        int[] sizes = Factor(view.Numel, next);
        new Naive(sizes, naive.Values).ShouldBe(view.Reshape(sizes));
        new Naive([naive.Values.Length], naive.Values).ShouldBe(view.Flatten().Reshape(view.Numel));
    });

    [Fact]
    public void Reshaping_forth_and_back_gives_the_same_elements() => Check((_, view, naive, next) =>
        naive.ShouldBe(view.Reshape(Factor(view.Numel, next)).Reshape(view.Shape)));

    [Fact]
    public void Writing_through_a_view_changes_its_elements_and_no_others() => Check((x, view, naive, _) =>
    {
        if (naive.Values.Distinct().Count() != naive.Values.Length) return; // stretched: cannot be written
        long[] expected = x.ToArray<long>();
        foreach (long value in naive.Values) expected[value] = -value - 1;
        view.CopyFrom(-view.Clone() - 1);
        x.ToArray<long>().ShouldBe(expected);
    });

    [Fact]
    public void Kernels_read_views_as_they_read_copies() => Check((_, view, naive, _) =>
    {
        (view + view).ToArray<long>().ShouldBe(naive.Values.Select(v => 2 * v));
        view.Sum().Item().ShouldBe(naive.Values.Sum());
    });

    private static void Check(Action<Tensor, Tensor, Naive, Func<int, int>> body) =>
        Prop.ForAll(Chains.ToArbitrary(), chain =>
        {
            int used = 0;
            int Next(int below) => chain.Choices[used++ % chain.Choices.Length] % Math.Max(1, below);
            Shape shape = chain.Sizes;
            Tensor x = Tensor.Arange(shape.Numel).Reshape(shape);
            (Tensor view, Naive naive) = (x, Naive.Of(x));
            for (int steps = 1 + Next(5); steps > 0; steps--) (view, naive) = Step(view, naive, Next);
            body(x, view, naive, Next);
        }).QuickCheckThrowOnFailure();

    private static (Tensor View, Naive Model) Step(Tensor x, Naive naive, Func<int, int> next)
    {
        int rank = x.Rank;
        if (rank == 0) return (x.Unsqueeze(0), new Naive([1], naive.Values));
        int axis = next(rank);
        int size = naive.Sizes[axis];
        switch (next(7))
        {
            case 0:
                int other = next(rank);
                int[] Swap(int[] at)
                {
                    int[] copy = [.. at];
                    (copy[axis], copy[other]) = (at[other], at[axis]);
                    return copy;
                }

                return (x.Transpose(axis, other - rank), naive.Take(Swap(naive.Sizes), Swap));
            case 1:
                return (x.Flip(axis), naive.Take(naive.Sizes, at => Naive.With(at, axis, size - 1 - at[axis])));
            case 2:
                int start = next(size + 1);
                int length = next(size - start + 1);
                return (x.Narrow(axis, start, length),
                    naive.Take(Naive.With(naive.Sizes, axis, length), at => Naive.With(at, axis, start + at[axis])));
            case 3:
                int step = 1 + next(3);
                var entries = new TensorIndex[rank];
                Array.Fill(entries, Range.All);
                entries[axis] = TensorIndex.Every(.., step);
                return (x[entries],
                    naive.Take(Naive.With(naive.Sizes, axis, (size + step - 1) / step), at => Naive.With(at, axis, step * at[axis])));
            case 4 when size == 1:
                int stretched = next(4);
                return (x.Expand(Naive.With(naive.Sizes, axis, stretched)),
                    naive.Take(Naive.With(naive.Sizes, axis, stretched), at => Naive.With(at, axis, 0)));
            case 5 when rank < 6:
                int[] sizes = [.. naive.Sizes[..axis], 1, .. naive.Sizes[axis..]];
                return (x.Unsqueeze(axis), new Naive(sizes, naive.Values));
            case 6 when size == 1:
                return (x.Squeeze(axis), new Naive([.. naive.Sizes[..axis], .. naive.Sizes[(axis + 1)..]], naive.Values));
            default:
                return (x, naive);
        }
    }

    /// <summary>Random sizes of a product.</summary>
    private static int[] Factor(int count, Func<int, int> next)
    {
        if (count == 0) return [next(3), 0, next(3)];
        var sizes = new List<int>();
        int left = count;
        while (left > 1 && sizes.Count < 5)
        {
            int[] divisors = [.. Enumerable.Range(1, left).Where(d => left % d == 0)];
            int divisor = divisors[next(divisors.Length)];
            sizes.Add(divisor);
            left /= divisor;
        }

        return [.. sizes, left];
    }
}
