namespace Adjoint.Tests.Autograd;

public sealed class SavedTensorsTests
{
    [Fact]
    public void Each_piece_of_memory_counts_once_with_the_operation_that_holds_it()
    {
        Tensor w = Tensor.Ones([10, 10]).WithGrad();
        Tensor x = Tensor.Ones([5, 10]);
        Tensor h = x.MatMul(w); // holds x; w is read for a gradient of x only, which wants none
        Tensor y = h.Exp(); // holds its result
        Tensor z = y.Sin() + y.Cos(); // both hold y, which is held already
        SavedTensors saved = SavedTensors.Of(z);
        saved.Calls.ShouldBe(5);
        saved.ByOperation.ShouldBe([new("Exp", 1, 200), new("MatMul", 1, 200)]);
        (saved.Tensors, saved.Bytes, saved.LeafBytes).ShouldBe((2, 400, 0));
        saved.ToString().ShouldContain("Exp: 1 tensors, 200 bytes");
        z.Sum().Backward();
        Should.Throw<GraphException>(() => SavedTensors.Of(z)).Message.ShouldContain("freed");
    }

    [Fact]
    public void A_leaf_has_no_tape() => SavedTensors.Of(Tensor.Ones([3]).WithGrad()).Calls.ShouldBe(0);
}
