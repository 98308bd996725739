using System.Runtime.InteropServices;
using Adjoint.Core;
using Adjoint.Kernels;
using Adjoint.Memory;
using Adjoint.Nn;
using Adjoint.Ops;
using Adjoint.Optim;
using Adjoint.Tests.Kernels;
using FsCheck;
using FsCheck.Fluent;

namespace Adjoint.Tests.Core;

/// <summary>
/// Elementwise results that wait until somebody reads them are what they would have been at the call: to the bit, whatever
/// happens to their inputs in between.
/// </summary>
[Collection(ThreadTests.Name)]
public sealed class DeferredCallTests
{
    private const int Large = 20_000;

    private static readonly Op[] Ops = [.. OpTable.Cases.SelectMany(Calls).Where(op => op is PointwiseOp or PointwiseBinaryOp).Distinct()];

    /// <summary>Programs: three choices for each operation, of the operation and its operands, and whether to read between.</summary>
    private static readonly Gen<int[]> Programs =
        from length in Gen.Choose(1, 40)
        from choices in Gen.ArrayOf(Gen.Choose(0, 99_999), 4 * length)
        select choices;

    public static TheoryData<string> Changes => [.. ChangesByName.Keys];

    private static readonly Dictionary<string, Action<Tensor>> ChangesByName = new()
    {
        ["AddInPlace"] = x => x.AddInPlace(Tensor.Ones(x.Shape)),
        ["MultiplyInPlace"] = x => x.MultiplyInPlace(2),
        ["Fill"] = x => x.Fill(7),
        ["CopyFrom"] = x => x.CopyFrom(Tensor.Ones(x.Shape)),
        ["a view"] = x => x[100..200].Fill(7),
        ["a transposed view"] = x => x.Reshape(100, -1).Transpose().MultiplyInPlace(3),
        ["AsSpan"] = x => x.AsSpan<float>().Clear(),
        ["AsTensorSpan"] = x => x.Reshape(100, -1).AsTensorSpan<float>().Fill(3),
        ["Dispose"] = x => x.Dispose(),
        ["Dispose of a view"] = x => x.Detach().Dispose(),
        ["an initializer"] = x => Init.Uniform(x),
        ["SGD"] = x => Step(x, p => new SGD(p, 0.1)),
        ["Adam"] = x => Step(x, p => new Adam(p, 0.1)),
        ["Muon"] = x => Step(x, p => new Muon(p)),
    };

    [Fact]
    public void There_are_operations_of_both_kinds()
    {
        Ops.OfType<PointwiseOp>().Count().ShouldBeGreaterThan(30);
        Ops.OfType<PointwiseBinaryOp>().Count().ShouldBeGreaterThan(5);
    }

    [Fact]
    public void A_number_has_the_same_image_wherever_it_lies_in_a_row()
    {
        var different = new SortedSet<string>();
        foreach (Op op in Ops)
        {
            foreach (DType type in (DType[])[DType.Float32, DType.Float64])
            {
                int inputs = op is PointwiseOp ? 1 : 2;
                double[] wild = [0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e30, -1e30, 1e-30, 200.5];
                Tensor[] x =
                [
                    .. Enumerable.Range(0, inputs).Select(i => Tensor.Where(
                        Tensor.Bernoulli([67], 0.5, new Generator((ulong)i)).To(DType.Bool),
                        Tensor.Of([.. Enumerable.Range(0, 67).Select(k => wild[((3 * k * (i + 1)) + i) % wild.Length])]).To(type),
                        Tensor.Normal([67], 0, 3, new Generator((ulong)i), type))),
                ];
                // Exponents of one value, and of several.
                if (inputs == 2) x[1] = Tensor.Where(Tensor.Arange(67).Less(20), Tensor.Scalar(3, type), x[1] * 2).Round(0) / 2;
                byte[] all = Bits(Engine.Apply(op, x));
                int size = all.Length / 67;
                foreach ((int start, int length) in ((int, int)[])[(0, 1), (1, 7), (3, 16), (5, 33), (9, 58), (66, 1)])
                {
                    byte[] part = Bits(Engine.Apply(op, [.. x.Select(t => t.Narrow(0, start, length).Clone())]));
                    // Functions of doubles may take a whole vector otherwise on account of one lane; rows are cut alike everywhere.
                    if (type == DType.Float64 && op is not Pow) continue;
                    if (!part.AsSpan().SequenceEqual(all.AsSpan(start * size, length * size))) different.Add($"{op.Name} {type}");
                }
            }
        }

        different.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DType.Float32, 16_384)]
    [InlineData(DType.Float32, 16_385)]
    [InlineData(DType.Float32, 24_577)]
    [InlineData(DType.Float64, 8_192)]
    [InlineData(DType.Float64, 9_215)]
    public void Chains_give_the_bits_of_single_operations(DType type, int count)
    {
        int waited = 0;
        Prop.ForAll(Programs.ToArbitrary(), program => waited += Check(program, type, count))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20));
        waited.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Only_what_is_large_waits()
    {
        Waits(Tensor.Ones([16_383]) + 1).ShouldBeFalse();
        Waits(Tensor.Ones([16_384]) + 1).ShouldBeTrue();
        Waits(Tensor.Ones([8_191], DType.Float64) + 1).ShouldBeFalse();
        Waits(Tensor.Ones([8_192], DType.Float64) + 1).ShouldBeTrue();
    }

    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads() => Threads.ShouldAgree(() =>
    {
        Tensor[] x = Leaves(DType.Float32, 100_003);
        Tensor y = x[0];
        for (int i = 0; i < 40; i++) y = Apply(Ops[(i * 7) % Ops.Length], y, x[i % 3]);
        return [.. MemoryMarshal.AsBytes<float>(y.ToArray<float>())];
    });

    [Fact]
    public void So_do_results_too_large_for_caches()
    {
        int count = (int)(Streaming.Threshold / sizeof(float)) + 5;
        Tensor x = Tensor.Normal([count], generator: new Generator(4)), number = Tensor.Scalar(3, DType.Float32).Expand(count);
        Tensor later = Tensor.Maximum((x * number).Sigmoid() - x, x * x);
        Waits(later).ShouldBeTrue();
        Tensor product = ApplyNow(Multiply.Op, x, number);
        Tensor now = ApplyNow(
            Maximum.Op, ApplyNow(Subtract.Op, ApplyNow(Adjoint.Ops.Sigmoid.Op, product, product), x), ApplyNow(Multiply.Op, x, x));
        Bits(later).AsSpan().SequenceEqual(Bits(now)).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_of_an_input_comes_too_late(string name)
    {
        Tensor x = Tensor.Normal([Large], generator: new Generator(1));
        float[] before = x.ToArray<float>();
        Tensor y = x * 2, z = y + 1, of = x[..^1000].Reshape(-1) * 3;
        Waits(y).ShouldBeTrue();
        Waits(z).ShouldBeTrue();
        Waits(of).ShouldBeTrue();
        ChangesByName[name](x);
        z.ToArray<float>().ShouldBe(before.Select(v => (v * 2) + 1));
        y.ToArray<float>().ShouldBe(before.Select(v => v * 2));
        of.ToArray<float>().ShouldBe(before[..^1000].Select(v => v * 3));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_result_that_waits_can_be_changed_itself(string name)
    {
        Tensor x = Tensor.Normal([Large], generator: new Generator(1));
        float[] before = x.ToArray<float>();
        Tensor eager = Tensor.From<float>([.. before.Select(v => v * 2)]);
        Tensor y = x * 2, after = y + 1;
        ChangesByName[name](y);
        if (!name.StartsWith("Dispose", StringComparison.Ordinal) && name != "an initializer")
        {
            ChangesByName[name](eager);
            y.ToArray<float>().ShouldBe(eager.ToArray<float>());
        }

        after.ToArray<float>().ShouldBe(before.Select(v => (v * 2) + 1));
        x.ToArray<float>().ShouldBe(before);
    }

    [Fact]
    public void Memory_that_a_user_can_write_at_any_time_is_read_at_once()
    {
        Tensor held = Tensor.Ones([Large]);
        Span<float> span = held.AsSpan<float>();
        Tensor y = held + 1;
        Waits(y).ShouldBeFalse();
        span.Clear();
        float[] own = [.. Enumerable.Repeat(1f, Large)];
        Tensor z = Tensor.Wrap(own) + 1;
        Waits(z).ShouldBeFalse();
        own.AsSpan().Clear();
        y.Sum().Item().ShouldBe(2 * Large);
        z.Sum().Item().ShouldBe(2 * Large);
    }

    [Fact]
    public void LoadStateDict_comes_too_late_for_what_waits()
    {
        var layer = new Adjoint.Nn.Linear(200, 100);
        Tensor later;
        using (GradMode.Off()) later = layer.Weight * 2;
        Waits(later).ShouldBeTrue();
        float[] expected = [.. layer.Weight.ToArray<float>().Select(w => 2 * w)];
        layer.LoadStateDict(new Adjoint.Nn.Linear(200, 100).StateDict());
        later.ToArray<float>().ShouldBe(expected);
    }

    [Fact]
    public void A_long_loop_of_operations_that_wait_takes_no_more_at_its_end_than_at_its_beginning()
    {
        Tensor x = Tensor.Ones([Large]);
        Tensor step = Tensor.Full([Large], 0.5);
        long first = Run(1000);
        Run(10_000);
        Enumerable.Range(0, 3).Min(_ => Run(1000)).ShouldBeLessThan(first + (first / 10));
        x.ToArray<float>().ShouldAllBe(v => v == 1);

        long Run(int steps)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < steps; i++) x = (x * 0.5) + step;
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Small_inputs_are_copied()
    {
        float[] own = [.. Enumerable.Range(0, 200).Select(i => (float)i)];
        Tensor number = Tensor.Scalar(5, DType.Float32), x = Tensor.Ones([Large]);
        Tensor y = (x.Reshape(100, 200) + Tensor.Wrap(own)) * number;
        Waits(y).ShouldBeTrue();
        own.AsSpan().Clear();
        number.Fill(0);
        y[7].ToArray<float>().ShouldBe(Enumerable.Range(0, 200).Select(i => (1 + i) * 5f));
    }

    [Fact]
    public void A_result_with_two_readers_is_computed_for_the_second()
    {
        Tensor x = Tensor.Uniform([Large], generator: new Generator(2));
        Tensor h = x.Exp();
        Tensor a = h + 1;
        Waits(h).ShouldBeTrue();
        Tensor b = h * a;
        Waits(h).ShouldBeFalse();
        Waits(a).ShouldBeTrue();
        Waits(b).ShouldBeTrue();
        Tensor squares = a * a;
        float[] values = x.ToArray<float>();
        float[] e = Tensor.From<float>(values).Exp().ToArray<float>();
        b.ToArray<float>().ShouldBe(e.Select(v => v * (v + 1)));
        squares.ToArray<float>().ShouldBe(e.Select(v => (v + 1) * (v + 1)));
    }

    [Fact]
    public void Reading_does_not_disturb_what_waits()
    {
        Tensor x = Tensor.Ones([Large]);
        Tensor y = x * 2;
        Tensor z = y + 1;
        x.Sum().Item().ShouldBe(Large);
        x.ToArray<float>().Length.ShouldBe(Large);
        Waits(y).ShouldBeTrue();
        y.Sum().Item().ShouldBe(2 * Large);
        Waits(z).ShouldBeTrue();
        z.Evaluate().ShouldBeSameAs(z);
        Waits(z).ShouldBeFalse();
        z.Sum().Item().ShouldBe(3 * Large);
    }

    [Fact]
    public void Long_chains_are_computed_on_the_way()
    {
        Tensor step = Tensor.Ones([Large]), sum = Tensor.Zeros([Large]);
        var results = new List<Tensor>();
        for (int i = 0; i < 100; i++) results.Add(sum += step);
        results.Count(Waits).ShouldBeInRange(90, 99);
        for (int i = results.Count - 1; i >= 0; i--) results[i].Max().Item().ShouldBe(i + 1);
        results.ShouldAllBe(r => !Waits(r));
        for (int i = 0; i < 20_000; i++) sum += step;
        sum.Sum().Item().ShouldBe(20_100.0 * Large);
    }

    [Fact]
    public void What_waits_takes_no_memory_and_lets_go_when_dropped()
    {
        Tensor x = Tensor.Ones([Large]);
        WeakReference[] dropped = Drop(x);
        GC.Collect();
        dropped.Count(r => r.IsAlive).ShouldBe(0);
        x.Fill(3);

        static WeakReference[] Drop(Tensor x)
        {
            Tensor[] y = [.. Enumerable.Range(0, 100).Select(_ => x + x.Detach().Clone())];
            y.ShouldAllBe(t => Waits(t));
            return [.. y.Select(t => new WeakReference(t.Storage))];
        }
    }

    [Fact]
    public void What_is_tracked_does_not_wait()
    {
        Tensor x = Tensor.Ones([Large]).WithGrad();
        Tensor y = x * 2;
        Waits(y).ShouldBeFalse();
        using (GradMode.Off()) Waits(x * 2).ShouldBeTrue();
        using (GradMode.DetectAnomalies()) Waits(Tensor.Ones([Large]) * 2).ShouldBeFalse();
        (Tensor.Ones([Large], DType.Int32) * 2).Sum().Item().ShouldBe(2 * Large);
        // A result that waits can become a leaf and a saved tensor, and its later change is found.
        Tensor leaf = (Tensor.Ones([Large]) * 3).WithGrad();
        (leaf * leaf).Sum().Backward();
        leaf.Grad!.Sum().Item().ShouldBe(6 * Large);
        Tensor saved = Tensor.Ones([Large]) * 3;
        Tensor product = (x * saved).Sum();
        saved.Fill(1);
        Should.Throw<GraphException>(() => product.Backward());
        Tensor gradient = Tensor.Ones([Large]) * 0.5;
        y = x * 2;
        y.Backward(gradient);
        gradient.Sum().Item().ShouldBe(Large / 2);
    }

    [Fact]
    public void Mistakes_are_found_at_the_call()
    {
        Tensor x = Tensor.Ones([Large]), gone = Tensor.Ones([Large]);
        gone.Dispose();
        Should.Throw<ShapeException>(() => (x * 2) + Tensor.Ones([3]));
        Should.Throw<AdjointException>(() => gone * 2).Message.ShouldContain("was disposed");
        Tensor y = x + 1;
        y.Dispose();
        Should.Throw<AdjointException>(() => y * 2).Message.ShouldContain("was disposed");
        Should.Throw<AdjointException>(y.Evaluate).Message.ShouldContain("was disposed");
    }

    [Fact]
    public void Any_threads_may_read_and_combine_the_same_results()
    {
        for (int round = 0; round < 50; round++)
        {
            Tensor x = Tensor.Ones([Large]);
            Tensor shared = (x * 2) + 1;
            Tensor own = shared * 1;
            Parallel.For(0, 8, i =>
            {
                Tensor mine = (shared * (i + 1)) + x;
                if (i % 2 == 0) shared.Sum().Item().ShouldBe(3 * Large);
                mine.Mean().Item().ShouldBe((3 * (i + 1)) + 1, 1e-5);
                if (i == 3) own.AddInPlace(Tensor.Ones([Large]));
                if (i == 5) x.Detach().Sum().Item().ShouldBe(Large);
            });
            own.Mean().Item().ShouldBe(4, 1e-5);
        }
    }

    /// <summary>Runs a program both ways; gives how many results waited.</summary>
    private static int Check(int[] program, DType type, int count)
    {
        List<Tensor> later = [.. Leaves(type, count)], now = [.. later];
        int waited = 0;
        foreach (int[] choice in program.Chunk(4))
        {
            Op op = Ops[choice[0] % Ops.Length];
            // Most often the last results, as in expressions.
            int first = Math.Max(0, later.Count - 1 - (choice[1] % 6)), second = Math.Max(0, later.Count - 1 - (choice[2] % 9));
            later.Add(Apply(op, later[first], later[second]));
            now.Add(ApplyNow(op, now[first], now[second]));
            if (Waits(later[^1])) waited++;
            if (choice[3] % 5 == 0) later[choice[3] % later.Count].Evaluate();
        }

        for (int i = 0; i < later.Count; i++)
            Bits(later[i]).AsSpan().SequenceEqual(Bits(now[i])).ShouldBeTrue($"value {i} of {later.Count}");
        return waited;
    }

    private static Tensor Apply(Op op, Tensor a, Tensor b) =>
        op is PointwiseOp ? Engine.Apply(op, a) : Engine.Apply(op, a, b);

    private static Tensor ApplyNow(Op op, Tensor a, Tensor b)
    {
        Tensor y = Tensor.Allocate(a.DType, a.Shape);
        Tensor[] x = op is PointwiseOp ? [a] : [a, b];
        op.Bind(Array.ConvertAll(x, input => input.Spec)).Run(x, [y]);
        return y;
    }

    /// <summary>Ordinary rows with special values, stretched numbers and rows, and rows that lie backwards or apart.</summary>
    private static Tensor[] Leaves(DType type, int count)
    {
        var random = new Generator(3);
        Tensor special = Tensor.Normal([count], generator: random, dtype: type);
        foreach ((int i, double value) in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0 }.Index())
            special[(i * 1031)..((i * 1031) + 2)].Fill(value);
        Tensor number = Tensor.Scalar(1.5, type).Expand(count);
        Tensor apart = Tensor.Uniform([count, 2], -2, 2, random, type).Transpose()[1];
        Tensor back = Tensor.Uniform([count], 0.1, 2, random, type).Flip();
        return [apart, number, special, back,
            Tensor.Normal([count], generator: random, dtype: type), Tensor.Uniform([count], 0.1, 0.9, random, type)];
    }

    /// <summary>
    /// The bits, all NaNs as one: which of two an addition passes on depends on how the compiler orders its operands, which changes as it
    /// compiles again.
    /// </summary>
    private static byte[] Bits(Tensor x) => x.DType switch
    {
        DType.Float32 => Bytes(Array.ConvertAll(x.ToArray<float>(), v => float.IsNaN(v) ? float.NaN : v)),
        DType.Float64 => Bytes(Array.ConvertAll(x.ToArray<double>(), v => double.IsNaN(v) ? double.NaN : v)),
        _ => Bytes(x.To(DType.Int64).ToArray<long>()),
    };

    private static byte[] Bytes<T>(T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static bool Waits(Tensor x) => x.Storage is PooledStorage { Deferral: not null };

    private static IEnumerable<Op> Calls(OpCase op)
    {
        Tensor y = op.Apply(
            [.. op.Inputs.Select(
                i => Tensor.Symbolic(i.Shape, i.IsReal ? DType.Float64 : i.Domain == Domain.Truth ? DType.Bool : DType.Int64))]);
        var seen = new HashSet<Call>();
        var open = new Stack<Call>();
        if (y.Creator is not null) open.Push(y.Creator);
        while (open.TryPop(out Call? call))
        {
            if (!seen.Add(call)) continue;
            yield return call.Op;
            foreach (Tensor input in call.Inputs.ToArray())
                if (input.Creator is not null) open.Push(input.Creator);
        }
    }

    private static void Step(Tensor x, Func<Tensor[], Optimizer> make)
    {
        Tensor parameter = x.Reshape(100, -1).Detach().WithGrad();
        parameter.Grad = Tensor.Ones(parameter.Shape);
        make([parameter]).Step();
    }
}
