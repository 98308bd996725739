using Adjoint.Nn;

namespace Adjoint.Tests.Tensors;

/// <summary>float16 and bfloat16 as types of tensors: what is true of both.</summary>
public sealed class HalfPrecisionTests
{
    public static TheoryData<DType> Both => HalfTypes.Both;

    [Fact]
    public void From_arrays_spans_and_tensors_of_the_language()
    {
        Half[] halves = [(Half)1, (Half)2.5, (Half)(-3), Half.NaN];
        Tensor.Of(halves).DType.ShouldBe(DType.Float16);
        Tensor.From<Half>(halves, [2, 2]).ToArray<Half>().ShouldBe(halves);
        Tensor.From(new[,] { { (Half)1, (Half)2 } }).Shape.ShouldBe([1, 2]);
        Tensor.From((Array)halves).ToArray<Half>().ShouldBe(halves);
        BFloat16[][] nested = [[(BFloat16)1.0], [(BFloat16)2.0]];
        Tensor.From(nested).Shape.ShouldBe([2, 1]);
        Tensor.From(nested).DType.ShouldBe(DType.BFloat16);
        System.Numerics.Tensors.Tensor<Half> dense = System.Numerics.Tensors.Tensor.Create(halves, [4]);
        Tensor.From(dense).ToArray<Half>().ShouldBe(halves);
        Tensor.From<Half>(halves).ToDenseTensor<Half>().Lengths.ToArray().ShouldBe([(nint)4]);
    }

    [Fact]
    public void Wrapped_memory_is_shared_both_ways()
    {
        BFloat16[] values = [(BFloat16)1.0, (BFloat16)2.0];
        Tensor x = Tensor.Wrap(values);
        values[0] = (BFloat16)9.0;
        x[1] = Tensor.Scalar(7, DType.BFloat16);
        x.ToArray<BFloat16>().ShouldBe([(BFloat16)9.0, (BFloat16)7.0]);
        values[1].ShouldBe((BFloat16)7.0);
    }

    [Fact]
    public void Spans_have_the_type_of_the_elements()
    {
        Tensor x = Tensor.Of((Half)1, (Half)2, (Half)3, (Half)4).Reshape(2, 2);
        x.AsSpan<Half>()[3] = (Half)5;
        x.MarkChanged();
        x[1, 1].Item().ShouldBe(5);
        x.Transpose().AsTensorSpan<Half>()[1, 0].ShouldBe((Half)2);
        var copy = new Half[4];
        x.Transpose().CopyTo<Half>(copy);
        copy.ShouldBe([(Half)1, (Half)3, (Half)2, (Half)5]);
        Should.Throw<DTypeException>(() => x.ToArray<BFloat16>()).Message
            .ShouldBe("ToArray<BFloat16>: the tensor holds float16; ask for that, or cast with To(DType.BFloat16) first.");
        Should.Throw<DTypeException>(() => x.AsSpan<short>()).Message.ShouldContain("Int16 is not an element type");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Created_values_are_rounded(DType type)
    {
        ushort tenth = HalfTypes.Round(type, 0.1);
        ushort one = HalfTypes.Round(type, 1);
        HalfTypes.Bits(Tensor.Scalar(0.1, type)).ShouldBe([tenth]);
        HalfTypes.Bits(Tensor.Full([2], 0.1, type)).ShouldBe([tenth, tenth]);
        HalfTypes.Bits(Tensor.Full([1], 1e30, type)).ShouldBe([HalfTypes.Round(type, 1e30)]);
        HalfTypes.Bits(Tensor.Zeros([2], type)).ShouldBe([(ushort)0, (ushort)0]);
        HalfTypes.Bits(Tensor.Ones([2], type)).ShouldBe([one, one]);
        HalfTypes.Bits(Tensor.Eye(2, dtype: type)).ShouldBe([one, (ushort)0, (ushort)0, one]);
        HalfTypes.Bits(Tensor.Arange(0, 1, 0.1, type)).ShouldBe(Enumerable.Range(0, 10).Select(i => HalfTypes.Round(type, i * 0.1)));
        HalfTypes.Bits(Tensor.Arange(3, type)).ShouldBe(new[] { 0.0, 1, 2 }.Select(v => HalfTypes.Round(type, v)));
        HalfTypes.Bits(Tensor.Linspace(0, 0.3, 4, type))[3].ShouldBe(HalfTypes.Round(type, 0.3));
        Tensor.Symbolic([2], type).DType.ShouldBe(type);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Draws_are_those_of_float32_rounded(DType type)
    {
        Same(Tensor.Uniform([50], -2, 2, new Generator(3), type), Tensor.Uniform([50], -2, 2, new Generator(3)), type);
        Same(Tensor.Normal([50], 1, 2, new Generator(3), type), Tensor.Normal([50], 1, 2, new Generator(3)), type);
        Same(Tensor.Bernoulli([50], 0.3, new Generator(3), type), Tensor.Bernoulli([50], 0.3, new Generator(3)), type);
        Tensor weight = Tensor.Zeros([4, 5], type);
        Init.KaimingUniform(weight, generator: new Generator(3));
        Tensor wide = Tensor.Zeros([4, 5]);
        Init.KaimingUniform(wide, generator: new Generator(3));
        Same(weight, wide, type);
    }

    [Fact]
    public void Printed_as_float32_with_the_type()
    {
        Tensor.Of(1.0, 2.5, -0.1).To(DType.Float16).ToString().ShouldBe("tensor([ 1.0000,  2.5000, -0.1000], dtype=float16)");
        Tensor.Of(1.0, 2).To(DType.BFloat16).ToString().ShouldBe("tensor([1., 2.], dtype=bfloat16)");
        Tensor.Of(0.1, double.NaN).To(DType.BFloat16).ToString().ShouldBe("tensor([0.1001,    nan], dtype=bfloat16)");
        Tensor.Ones([1], DType.Float16).WithGrad().ToString().ShouldBe("tensor([1.], dtype=float16, requires_grad=True)");
        Tensor.Zeros([0], DType.Float16).ToString().ShouldBe("tensor([], dtype=float16)");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void An_item_is_the_exact_value(DType type)
    {
        Tensor.Scalar(0.1, type).Item().ShouldBe(HalfTypes.Value(type, HalfTypes.Round(type, 0.1)));
        Tensor.Scalar(double.NegativeInfinity, type).Item().ShouldBe(double.NegativeInfinity);
        double.IsNaN(Tensor.Scalar(double.NaN, type).Item()).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Moves_keep_every_bit(DType type)
    {
        ushort[] all = HalfTypes.AllBits;
        Tensor x = HalfTypes.FromBits(type, all, [256, 256]);
        Tensor order = Tensor.Arange(256);
        Bits(x.Clone(), all);
        Bits(x.Transpose().Contiguous().Transpose(), all);
        Bits(x.Transpose().Reshape(65536).Reshape(256, 256).Transpose(), all);
        Bits(Tensor.Concat([x[..100], x[100..]]), all);
        Bits(Tensor.Concat([x[.., ..3], x[.., 3..]], 1), all);
        Bits(Tensor.Stack([x, x])[1], all);
        Bits(Tensor.Stack([x.Transpose(), x.Transpose()], 2)[TensorIndex.Ellipsis, 0].Transpose(), all);
        Bits(Tensor.Where(Tensor.Arange(256).Less(7), x, x), all);
        Bits(x.IndexSelect(0, order), all);
        Bits(x.IndexSelect(1, order), all);
        Bits(x.Gather(1, order.Expand(256, 256)), all);
        Bits(x.Pad([1, 2])[.., 1..^2], all);
        Bits(x.Flip().Flip(), all);
        Bits(x.Flip().Clone().Flip(), all);
        Bits(x.Split(128)[1], all[32768..]);
        Bits(x[5], all[1280..1536]);
        Bits(x[.., 7], [.. Enumerable.Range(0, 256).Select(i => all[(i * 256) + 7])]);
        Bits(x.Diagonal(), [.. Enumerable.Range(0, 256).Select(i => all[i * 257])]);
        Bits(x.Tril().Diagonal(), [.. Enumerable.Range(0, 256).Select(i => all[i * 257])]);
        Bits(x.Unsqueeze(0).Expand(2, 256, 256)[1], all);
        Bits(x.Detach().To(type), all);
        Tensor y = Tensor.Zeros([256, 256], type);
        y.CopyFrom(x);
        Bits(y, all);
        Tensor z = Tensor.Zeros([256, 512], type);
        z[.., TensorIndex.Every(.., 2)] = x;
        Bits(z[.., TensorIndex.Every(.., 2)], all);
        z[.., TensorIndex.Every(1.., 2)].To(DType.Float64).ToArray<double>().ShouldAllBe(v => v == 0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Changes_in_place_are_rounded(DType type)
    {
        Tensor x = Tensor.Of(1f, 2f, 3f).To(type);
        x.AddInPlace(Tensor.Of(0.1f, 0.2f, 0.3f), 0.5);
        Same(x, Tensor.Of(1.05f, 2.1f, 3.15f), type);
        x.MultiplyInPlace(2);
        Same(x, Tensor.Of(1.05f, 2.1f, 3.15f).To(type).To(DType.Float32) * 2, type);
        x.MultiplyInPlace(Tensor.Of(0.5, 0.5, 0.5));
        Same(x, Tensor.Of(1.05f, 2.1f, 3.15f), type);
        x.CopyFrom(Tensor.Of(0.1, 0.2, 70000));
        HalfTypes.Bits(x).ShouldBe(new[] { 0.1, 0.2, 70000 }.Select(v => HalfTypes.Round(type, v)));
        x.Fill(0.3);
        HalfTypes.Bits(x).ShouldAllBe(bits => bits == HalfTypes.Round(type, 0.3));
        x[1] = Tensor.Scalar(4.0, DType.Float64);
        x[1].Item().ShouldBe(4);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Numbers_take_the_type(DType type)
    {
        Tensor x = Tensor.Ones([2], type);
        Tensor[] results =
            [x * 2.5, 2.5 * x, x + 1, 1 - x, x / 3, 3 / x, x.Pow(2.5), x.Clamp(0.5, 2), x + Tensor.Scalar(2.5, DType.Float64)];
        results.ShouldAllBe(y => y.DType == type);
        (x + Tensor.Ones([2])).DType.ShouldBe(DType.Float32);
        (x + Tensor.Ones([2], DType.Int64)).DType.ShouldBe(type);
        (x + Tensor.Ones([2], DType.Bool)).DType.ShouldBe(type);
        (Tensor.Ones([2], DType.Float16) + Tensor.Ones([2], DType.BFloat16)).DType.ShouldBe(DType.Float32);
        x.Less(2).DType.ShouldBe(DType.Bool);
        x.Sum().DType.ShouldBe(type);
        x.Equal(1).ToArray<bool>().ShouldBe([true, true]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Sums_and_means_do_not_stall_or_overflow_on_the_way(DType type)
    {
        // In half precision a sum of ones would stop at 2048, or at 256.
        Tensor.Ones([8192], type).Sum().Item().ShouldBe(8192);
        Tensor.Ones([4, 8192], type).Sum([1], false).To(DType.Float64).ToArray<double>().ShouldAllBe(v => v == 8192);
        Tensor.Full([4096], 60000, type).Mean().Item().ShouldBe(HalfTypes.Value(type, HalfTypes.Round(type, 60000)));
        Tensor.Full([10], 300, type).MseLoss(Tensor.Full([10], 200, type)).Item().ShouldBe(
            HalfTypes.Value(type, HalfTypes.Round(type, 10000)));
        Tensor.Full([64, 64], 40, type).MatMul(Tensor.Ones([64, 64], type))[0, 0].Item().ShouldBe(2560);
        Tensor.Full([16], 1000, type).Norm().Item().ShouldBe(HalfTypes.Value(type, HalfTypes.Round(type, 4000)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Large_results_do_not_wait(DType type)
    {
        Tensor x = Tensor.Uniform([300, 301], generator: new Generator(4), dtype: type);
        Tensor wide = x.To(DType.Float32);
        Same((x * x).Relu(), (wide * wide).Relu(), type);
        Same(x.Exp(), wide.Exp(), type);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Leaves_have_gradients_of_their_type(DType type)
    {
        Tensor x = Tensor.Of(1f, 2f).To(type).WithGrad();
        Tensor w = Tensor.Of(3f, 4f).WithGrad();
        (x.Square() * w).Sum().Backward();
        x.Grad!.DType.ShouldBe(type);
        x.Grad.To(DType.Float64).ToArray<double>().ShouldBe([6.0, 16]);
        w.Grad!.ToArray<float>().ShouldBe([1f, 4f]);
        (x * 2).Sum().Backward();
        x.Grad.To(DType.Float64).ToArray<double>().ShouldBe([8.0, 18]);
        Tensor second = Engine.Grad([x.Pow(3).Sum()], [x], createGraph: true)[0]!;
        Engine.Grad([second.Sum()], [x])[0]!.To(DType.Float64).ToArray<double>().ShouldBe([6.0, 12]);
        Engine.Jvp(x.Square(), [x], [Tensor.Ones([2], type)]).DType.ShouldBe(type);
        Should.Throw<DTypeException>(() => x.Grad = Tensor.Ones([2])).Message.ShouldContain(type.Name());
    }

    [Fact]
    public void Integers_have_no_gradients() =>
        Should.Throw<DTypeException>(() => Tensor.Of(1L).WithGrad()).Message
            .ShouldBe(
                "RequiresGrad: only tensors of real numbers have gradients; this one is int64. Cast it with To(DType.Float32) first.");

    [Theory]
    [MemberData(nameof(Both))]
    public void Dropout_drops_what_it_drops_in_float32(DType type)
    {
        Tensor x = Tensor.Uniform([200], 1, 2, new Generator(1), type).WithGrad();
        Tensor wide = x.Detach().To(DType.Float32);
        Tensor y = x.Dropout(0.4, generator: new Generator(2));
        Same(y.Detach(), wide.Dropout(0.4, generator: new Generator(2)), type);
        y.Sum().Backward();
        x.Grad!.NotEqual(0).ToArray<bool>().ShouldBe(y.Detach().NotEqual(0).ToArray<bool>());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Modules_are_cast_and_run(DType type)
    {
        var net = new Sequential(
            new Conv2d(1, 4, 3, padding: 1, generator: new Generator(1)), new BatchNorm2d(4), new ReLU(), new MaxPool2d(2), new Flatten(),
            new Dropout(0.2, generator: new Generator(2)), new Linear(64, 8, generator: new Generator(3)), new LayerNorm(8), new GELU(),
            new Linear(8, 3, generator: new Generator(4)));
        Tensor x = Tensor.Normal([5, 1, 8, 8], generator: new Generator(5));
        net.Eval();
        Tensor expected = net.Call(x).Detach();
        net.To(type);
        net.Parameters().ShouldAllBe(p => p.DType == type && p.RequiresGrad);
        Tensor y = net.Call(x.To(type));
        y.DType.ShouldBe(type);
        double tolerance = type == DType.Float16 ? 0.01 : 0.1;
        (y.Detach().To(DType.Float32) - expected).Abs().Max().Item().ShouldBeLessThan(tolerance);
        net.Train();
        net.Call(x.To(type)).CrossEntropy(Tensor.Of(0L, 1, 2, 0, 1)).Backward();
        net.Parameters().ShouldAllBe(p => (object?)p.Grad != null && p.Grad!.DType == type && !p.Grad.IsNaN().Any());
        net.NamedBuffers().Select(b => b.Buffer.DType).Where(t => t.IsFloatingPoint()).ShouldAllBe(t => t == type);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void State_dictionaries_are_cast_to_what_they_are_loaded_into(DType type)
    {
        var wide = new Linear(3, 2, generator: new Generator(1));
        var narrow = new Linear(3, 2, generator: new Generator(2));
        narrow.To(type);
        narrow.LoadStateDict(wide.StateDict());
        Same(narrow.Weight.Detach(), wide.Weight.Detach(), type);
        wide.LoadStateDict(narrow.StateDict());
        wide.Weight.DType.ShouldBe(DType.Float32);
        Same(narrow.Weight.Detach(), wide.Weight.Detach(), type);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_captured_function_replays_the_same_bits(DType type)
    {
        static Tensor Function(Tensor[] x) => ((x[0] * x[1]).Exp() / 3).MatMul(x[1].Transpose()).Softmax();
        Tensor a = Tensor.Normal([3, 4], generator: new Generator(1), dtype: type);
        Tensor b = Tensor.Normal([3, 4], generator: new Generator(2), dtype: type);
        Graph graph = Graph.Capture(x => [Function(x)], [new Spec(type, [3, 4]), new Spec(type, [3, 4])]);
        graph.Outputs[0].DType.ShouldBe(type);
        HalfTypes.Bits(graph.Run(a, b)[0]).ShouldBe(HalfTypes.Bits(Function([a, b])));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_batch_of_calls_is_each_of_them(DType type)
    {
        Tensor x = Tensor.Normal([3, 4], generator: new Generator(1), dtype: type);
        Tensor all = Functional.Vmap(row => row.Softmax().Log().Sum())(x);
        all.DType.ShouldBe(type);
        for (int i = 0; i < 3; i++) HalfTypes.Bits(all[i]).ShouldBe(HalfTypes.Bits(x[i].Softmax().Log().Sum()));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void An_operation_of_the_user_gets_the_tensors_themselves(DType type)
    {
        Tensor x = Tensor.Of(1f, 2f).To(type).WithGrad();
        Tensor y = CustomFunction.Of("Doubled", t => t + t, (_, _, g) => g + g)(x);
        y.DType.ShouldBe(type);
        y.Sum().Backward();
        x.Grad!.To(DType.Float64).ToArray<double>().ShouldBe([2.0, 2]);
    }

    private static void Bits(Tensor actual, ushort[] expected) => HalfTypes.Bits(actual).ShouldBe(expected);

    private static void Same(Tensor actual, Tensor wide, DType type)
    {
        actual.DType.ShouldBe(type);
        HalfTypes.Bits(actual.Detach()).ShouldBe(HalfTypes.Bits(wide.Detach().To(type)));
    }
}
