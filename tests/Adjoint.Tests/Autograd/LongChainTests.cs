namespace Adjoint.Tests.Autograd;

public sealed class LongChainTests
{
    private const int Million = 1_000_000;

    [Fact]
    public void A_million_operations_are_pulled_without_recursion()
    {
        Tensor x = Tensor.Scalar(1, DType.Float64).WithGrad();
        Tensor y = Chain(x, Million);
        y.Creator!.Depth.ShouldBe(Million);
        y.Backward();
        x.Grad!.Item().ShouldBe(1);
    }

    [Fact]
    public void And_pushed() // fewer, since each step keeps its tangent
    {
        Tensor x = Tensor.Scalar(1, DType.Float64).WithGrad();
        Engine.Jvp(Chain(x, 100_000), [x], [Tensor.Scalar(3, DType.Float64)]).Item().ShouldBe(3);
    }

    [Fact]
    public void Pushing_and_recording_through_fused_operations_looks_at_each_piece_only()
    {
        // A quadratic walk would take hours at this length.
        Tensor x = Tensor.Of(0.5).WithGrad();
        Tensor y = x;
        for (int i = 0; i < 20_000; i++) y = y.Prod(0).Reshape(1);
        Engine.Jvp(y.Sum(), [x], [Tensor.Of(1.0)]).Item().ShouldBe(1);
        Engine.Grad([y.Sum()], [x], createGraph: true)[0].Item().ShouldBe(1);
    }

    private static Tensor Chain(Tensor y, int length)
    {
        for (int i = 0; i < length; i++) y = -y;
        return length % 2 == 0 ? y : -y;
    }
}
