using FsCheck;
using FsCheck.Fluent;

namespace Adjoint.Tests.Ops;

public sealed class BroadcastingTests
{
    private static readonly Gen<(int[] A, int[] B)> Pairs =
        from rank in Gen.Choose(0, 4)
        from sizes in Gen.ArrayOf(Gen.Choose(0, 4), rank)
        from kinds in Gen.ArrayOf(Gen.Choose(0, 3), rank)
        from drop in Gen.Choose(0, rank)
        from swap in Gen.Elements(true, false)
        let a = Stretched(sizes, kinds, 1)
        let b = Stretched(sizes, kinds, 2)[drop..]
        select swap ? (b, a) : (a, b);

    [Fact]
    public void Operations_see_both_operands_stretched() => Prop.ForAll(Pairs.ToArbitrary(), pair =>
    {
        (Shape sizesA, Shape sizesB) = (pair.A, pair.B);
        Tensor a = Tensor.Arange(1, sizesA.Numel + 1).Reshape(sizesA);
        Tensor b = Tensor.Arange(-2, sizesB.Numel - 2).Reshape(sizesB);
        (Naive na, Naive nb) = (Naive.Of(a), Naive.Of(b));
        int[] sizes = Shape.Broadcast(sizesA, sizesB).Span.ToArray();

        Naive.Make(sizes, at => At(na, at) - At(nb, at)).ShouldBe(a - b);
        Naive.Make(sizes, at => At(na, at) * At(nb, at)).ShouldBe(a * b);
        Naive.Make(sizes, at => At(na, at) < At(nb, at) ? 1 : 0).ShouldBe(a.Less(b));
        Naive.Make(sizes, at => At(na, at) > 2 ? At(na, at) : At(nb, at)).ShouldBe(Tensor.Where(a.Greater(2), a, b));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Gradients_are_summed_over_what_was_stretched() => Prop.ForAll(Pairs.ToArbitrary(), pair =>
    {
        Tensor a = Tensor.Ones(pair.A).WithGrad();
        Tensor b = Tensor.Ones(pair.B).WithGrad();
        Tensor sum = a + b;
        sum.Sum().Backward();
        a.Grad!.Shape.ShouldBe(a.Shape);
        a.Grad.ToArray<float>().ShouldAllBe(v => v * a.Numel == sum.Numel);
        b.Grad!.ToArray<float>().ShouldAllBe(v => v * b.Numel == sum.Numel);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Errors_name_the_operation_and_the_shapes()
    {
        Tensor a = Tensor.Zeros([2, 3]);
        Tensor b = Tensor.Zeros([2]);
        Message(() => a + b).ShouldStartWith("Add: [2, 3] and [2] do not broadcast");
        Message(() => b / a).ShouldStartWith("Divide: [2] and [2, 3] do not broadcast");
        Message(() => a.LessEqual(b)).ShouldStartWith("LessEqual: [2, 3] and [2]");
        Message(() => Tensor.Maximum(a, b)).ShouldStartWith("Maximum");
        Message(() => a.Pow(b)).ShouldStartWith("Pow");
        Message(() => a.Equal(0).And(b.Equal(0))).ShouldStartWith("And");
    }

    private static string Message(Func<object> action) => Should.Throw<ShapeException>(action).Message;

    private static int[] Stretched(int[] sizes, int[] kinds, int which) =>
        [.. sizes.Select((size, axis) => kinds[axis] == which ? 1 : size)];

    private static long At(Naive x, int[] at)
    {
        int[] own = at[(at.Length - x.Sizes.Length)..];
        for (int axis = 0; axis < own.Length; axis++)
            if (x.Sizes[axis] == 1) own[axis] = 0;
        return x[own];
    }
}
