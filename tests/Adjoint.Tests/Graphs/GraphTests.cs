using Adjoint.Core;

namespace Adjoint.Tests.Graphs;

/// <summary>Tensors with a shape but no values.</summary>
public sealed class GraphTests
{
    [Fact]
    public void Shapes_and_types_flow()
    {
        Tensor x = Tensor.Symbolic([8, 3]);
        Tensor w = Tensor.Symbolic([3, 5]);
        x.MatMul(w).Shape.ShouldBe([8, 5]);
        (x + Tensor.Of(1.0)).DType.ShouldBe(DType.Float64);
        x.Transpose()[1..].Reshape(-1, 4).Shape.ShouldBe([4, 4]);
        x.Greater(0).DType.ShouldBe(DType.Bool);
        x.Mean([1], true).Shape.ShouldBe([8, 1]);
        Tensor.Concat([x, Tensor.Zeros([1, 3])]).Shape.ShouldBe([9, 3]);
        x.ArgMax(1).OneHot(3).Shape.ShouldBe([8, 3]);
        x.Pad([1, 1]).Shape.ShouldBe([8, 5]);
    }

    [Fact]
    public void Shape_errors_are_found_without_values() =>
        Should.Throw<ShapeException>(() => Tensor.Symbolic([8, 3]).MatMul(Tensor.Symbolic([8, 3]))).Message.ShouldStartWith("MatMul");

    [Fact]
    public void Nothing_is_allocated_for_a_result_of_any_size() =>
        (Tensor.Symbolic([30_000, 30_000]) * 2).Sum().IsSymbolic.ShouldBeTrue();

    [Fact]
    public void Calls_are_recorded_with_their_constants()
    {
        Tensor x = Tensor.Symbolic([2]);
        Tensor c = Tensor.Full([100_000], 5).Narrow(0, 0, 2);
        Tensor y = (x + c).Exp();
        Call exp = y.Creator!;
        exp.Op.ShouldBeOfType<Adjoint.Ops.Exp>();
        Call add = exp.Inputs[0].Creator!;
        add.Inputs[0].ShouldBeSameAs(x);
        add.Inputs[1].ToArray<float>().ShouldBe([5f, 5]);
        add.Spec.ShouldBe(new Spec(DType.Float32, [2]));
    }

    [Fact]
    public void Values_cannot_be_read()
    {
        Tensor x = Tensor.Symbolic([]) + 1;
        foreach (Action read in (Action[])[
            () => x.Item(), () => x.ToArray<float>(), () => x.AsSpan<float>(), () => x.AsTensorSpan<float>(),
            () => x.ToDenseTensor<float>(), () => x.Greater(0).Any()])
        {
            Should.Throw<GraphException>(read).Message.ShouldContain("symbolic tensor");
        }
    }

    [Fact]
    public void Rules_infer_the_shapes_of_gradients()
    {
        Tensor x = Tensor.Symbolic([8, 3]).WithGrad();
        Tensor w = Tensor.Symbolic([3, 5]).WithGrad();
        Tensor b = Tensor.Symbolic([5]).WithGrad();
        Tensor loss = (x.MatMul(w) + b).Tanh().LogSumExp(1).Mean();

        Tensor[] gradients = Engine.Grad([loss], [x, w, b]);

        gradients.Select(g => g.Shape.ToString()).ShouldBe(["[8, 3]", "[3, 5]", "[5]"]);
        gradients.ShouldAllBe(g => g.IsSymbolic);
    }

    [Fact]
    public void Symbolic_results_are_recorded_also_in_no_grad_scopes()
    {
        using Scope scope = GradMode.Off();
        (Tensor.Symbolic([2]) * 2).Creator.ShouldNotBeNull();
    }

    [Fact]
    public void A_retained_symbolic_gradient_has_a_shape()
    {
        Tensor x = Tensor.Symbolic([4]).WithGrad();
        Tensor y = (x * x).RetainGrad();
        y.Sum().Backward();
        y.Grad!.Shape.ShouldBe([4]);
        x.Grad!.Shape.ShouldBe([4]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public void What_a_capture_computes_of_constants_can_be_replayed(int count)
    {
        Tensor weight = Tensor.Full([count], 2).WithGrad();
        Tensor shift = Tensor.Full([count], 3);
        Graph graph = Graph.Capture(x => [((weight + shift + 1) * x[0]).Sum()], new Spec(DType.Float32, [count]));

        Tensor y = graph.Run(Tensor.Ones([count]))[0];

        y.Item().ShouldBe(6.0 * count);
        y.Backward();
        weight.Grad!.ToArray<float>().ShouldAllBe(g => g == 1);
    }

    [Fact]
    public void Numbers_on_the_tape_can_be_computed_again()
    {
        Tensor x = Tensor.Scalar(2, DType.Float64).WithGrad();
        Tensor sum = Tensor.Scalar(3, DType.Float64) + x;
        sum.Creator![0].Item().ShouldBe(3);
    }
}
