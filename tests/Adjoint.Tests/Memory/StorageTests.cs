using System.Runtime.CompilerServices;
using Adjoint.Memory;

namespace Adjoint.Tests.Memory;

/// <summary>The memory behind tensors: who shares it, and what happens when it is given back.</summary>
public sealed class StorageTests
{
    private const int Large = 100_000;

    [Fact]
    public void Large_memory_is_pooled_and_small_is_not()
    {
        Tensor.Zeros([Large]).Storage.ShouldBeOfType<PooledStorage>();
        Tensor.Zeros([1000]).Storage.ShouldBeOfType<SmallStorage>();
        Tensor.Zeros([100]).Storage.ShouldBeOfType<Storage>();
        Tensor.Wrap(new float[Large]).Storage.ShouldBeOfType<Storage>();
    }

    [Fact]
    public void A_number_is_shared_with_its_views_and_spans()
    {
        Tensor x = Tensor.Scalar(3);
        Tensor view = x.Reshape([1]);
        view.Storage.ShouldBeSameAs(x.Storage);
        view.Fill(5);
        x.Item().ShouldBe(5);
        Tensor y = Tensor.Scalar(2);
        Span<float> span = y.AsSpan<float>();
        span[0] = 7;
        Tensor later = y.Reshape([1]);
        span[0] = 8;
        (y.Item(), later.Item()).ShouldBe((8, 8));
    }

    [Fact]
    public void Threads_that_share_a_number_get_the_same_memory()
    {
        for (int round = 0; round < 200; round++)
        {
            Tensor x = Tensor.Scalar(round);
            Tensor[] views = new Tensor[8];
            Parallel.For(0, views.Length, i => views[i] = x.Reshape([1]));
            views.ShouldAllBe(view => ReferenceEquals(view.Storage, x.Storage));
            foreach (Tensor view in views) view.Item().ShouldBe(round);
        }
    }

    [Fact]
    public void A_number_that_was_recorded_gives_views_a_history()
    {
        Tensor y = Tensor.Scalar(2).WithGrad() * 3;
        Tensor view = y.Reshape([1]);
        y.AddInPlace(Tensor.Scalar(1));
        y.MultiplyInPlace(5);
        Engine.Grad([view * 2], [y], retainGraph: true)[0].Item().ShouldBe(2);
        (view * 2).Item().ShouldBe(70);
    }

    [Fact]
    public void A_number_changed_in_place_after_it_was_saved_is_found()
    {
        Tensor x = Tensor.Scalar(2).WithGrad();
        Tensor y = x * 3;
        Tensor z = y.Square();
        y.AddInPlace(Tensor.Scalar(1));
        Should.Throw<GraphException>(() => z.Backward()).Message.ShouldContain("changed in place");
    }

    [Fact]
    public void The_gradient_of_a_number_is_no_other_leafs()
    {
        Tensor a = Tensor.Scalar(1).WithGrad();
        Tensor b = Tensor.Scalar(2).WithGrad();
        (a + b).Backward();
        a.Grad!.Fill(9);
        b.Grad!.Item().ShouldBe(1);
        Tensor seed = Tensor.Scalar(4);
        (a + b).Backward(seed);
        (seed.Item(), a.Grad!.Item(), b.Grad!.Item()).ShouldBe((4, 13, 5));
    }

    [Fact]
    public void Small_memory_that_is_given_up_is_used_again()
    {
        Tensor x = Tensor.Ones([1000]);
        ref float first = ref x.Reference<float>();
        x.Dispose();
        x.Dispose();
        Should.Throw<AdjointException>(() => x.ToArray<float>()).Message.ShouldContain("Dispose is never needed");
        Unsafe.AreSame(ref first, ref Tensor.Ones([1000]).Reference<float>()).ShouldBeTrue();
    }

    [Fact]
    public void Small_memory_of_which_a_user_has_a_span_is_not()
    {
        Tensor x = Tensor.Ones([1000]);
        Span<float> span = x.AsSpan<float>();
        x.Dispose();
        Tensor next = Tensor.Full([1000], 9);
        span[0].ShouldBe(1);
        next[0].Item().ShouldBe(9);
    }

    [Fact]
    public unsafe void Large_memory_begins_on_a_cache_line()
    {
        Tensor x = Tensor.Zeros([Large]);
        fixed (float* first = &x.Reference<float>()) ((nint)first % 64).ShouldBe(0);
    }

    [Fact]
    public void Reading_after_disposal_is_an_error_and_not_garbage()
    {
        Tensor x = Tensor.Ones([Large]);
        Tensor view = x[1..];
        x.Dispose();
        x.Dispose();
        foreach (Action read in (Action[])[
            () => x.ToArray<float>(), () => (x + 1).Item(), () => view.Sum(), () => x.AsSpan<float>(), () => x.Fill(1)])
        {
            Should.Throw<AdjointException>(read).Message.ShouldContain("Dispose is never needed");
        }
    }

    [Fact]
    public void A_saved_tensor_that_was_disposed_is_found_at_backward()
    {
        Tensor x = Tensor.Ones([Large]);
        Tensor y = (Tensor.Ones([Large]).WithGrad() * x).Sum();
        x.Dispose();
        Should.Throw<AdjointException>(() => y.Backward()).Message.ShouldContain("was disposed");
    }

    [Fact]
    public void Small_and_wrapped_memory_survives_disposal()
    {
        float[] own = new float[Large];
        Tensor x = Tensor.Wrap(own);
        x.Dispose();
        x.Fill(1);
        own.ShouldAllBe(v => v == 1);
        Tensor small = Tensor.Of(1f);
        small.Dispose();
        small.Item().ShouldBe(1);
    }

    [Fact]
    public void A_view_keeps_the_memory_of_its_base()
    {
        Tensor view = ViewOfForgotten();
        for (int i = 0; i < 4; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Tensor.Full([Large], 9);
        }

        view.ToArray<float>().ShouldAllBe(v => v == 3);
    }

    [Fact]
    public void A_span_that_outlives_its_tensor_is_not_overwritten()
    {
        Span<float> span = SpanOfForgotten();
        for (int i = 0; i < 4; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Tensor.Full([Large], 9);
        }

        span.ContainsAnyExcept(3f).ShouldBeFalse();
    }

    [Fact]
    public void Threads_that_allocate_and_drop_do_not_see_each_others_values() => Parallel.For(0, 4, worker =>
    {
        for (int i = 0; i < 50; i++)
        {
            Tensor x = Tensor.Full([Large], worker);
            Tensor sum = x + x;
            sum.Max().Item().ShouldBe(2 * worker);
            sum.Min().Item().ShouldBe(2 * worker);
        }
    });

    [Fact]
    public void Small_memory_is_used_again_however_much_of_other_sizes_waits()
    {
        bool isSame = false;
        var thread = new Thread(() =>
        {
            ulong[][] others = [.. Enumerable.Range(0, 200).Select(_ => SmallArrays.Rent(32 * 1024))];
            foreach (ulong[] other in others)
            {
                SmallArrays.Return(other);
                ulong[] memory = SmallArrays.Rent(2000);
                SmallArrays.Return(memory);
                isSame = ReferenceEquals(SmallArrays.Rent(2000), memory);
                if (!isSame) return;
            }
        });
        thread.Start();
        thread.Join();
        isSame.ShouldBeTrue();
    }

    [Fact]
    public void Versions_count_changes_through_any_view()
    {
        Tensor x = Tensor.Zeros([4]);
        Tensor view = x[1..];
        int before = x.Version;
        view.Fill(1);
        x.AddInPlace(x);
        x.MarkChanged();
        (x.Version - before).ShouldBe(3);
        view.Version.ShouldBe(x.Version);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Tensor ViewOfForgotten() => Tensor.Full([Large], 3)[10..20];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span<float> SpanOfForgotten() => Tensor.Full([Large], 3).AsSpan<float>();
}
