using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Tests.Nn;

/// <summary>Modules whose sizes the first input tells.</summary>
public sealed class LazyTests
{
    [Fact]
    public void The_first_input_tells_the_sizes()
    {
        Sequential net = Net();
        net.ToString().ShouldContain("LazyConv2d(0, 4, kernel_size=(3, 3), stride=(1, 1))");
        net.ToString().ShouldContain("LazyLinear(in_features=0, out_features=2, bias=True)");
        net.Call(Tensor.Ones([2, 3, 5, 5])).Shape.ShouldBe(Shape.Create([2, 2]));
        net.ToString().ShouldContain("(0): Conv2d(3, 4, kernel_size=(3, 3), stride=(1, 1))");
        net.ToString().ShouldContain("(1): BatchNorm2d(4, ");
        net.ToString().ShouldContain("(3): Linear(in_features=36, out_features=2, bias=True)");
        net.StateDict().Keys.ShouldBe([
            "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked", "3.weight", "3.bias",
        ]);
        net.Parameters().ShouldAllBe(parameter => parameter.RequiresGrad);
    }

    [Fact]
    public void An_optimizer_made_before_is_refused()
    {
        Sequential net = Net();
        Should.Throw<AdjointException>(() => new Adam(net.Parameters()))
            .Message.ShouldContain("LazyConv2d \"0\": its parameters are not there before the first input");
        Should.Throw<AdjointException>(() => net.StateDict());
        net.Train(false);
        net.ZeroGrad();
    }

    [Fact]
    public void A_state_tells_the_sizes_too()
    {
        Sequential from = Net(), to = Net();
        Tensor x = Tensor.Normal([2, 3, 5, 5]);
        from.Call(x);
        to.LoadStateDict(from.StateDict());
        to.Eval().Call(x).ToArray<float>().ShouldBe(from.Eval().Call(x).ToArray<float>());
    }

    [Fact]
    public void A_cast_before_counts()
    {
        var net = (Sequential)Net().To(DType.Float64);
        net.Call(Tensor.Ones([2, 3, 5, 5], DType.Float64)).DType.ShouldBe(DType.Float64);
        net.Parameters().ShouldAllBe(parameter => parameter.DType == DType.Float64);
    }

    [Fact]
    public void All_kinds_take_their_first_input()
    {
        foreach ((Module module, Shape shape) in new (Module, Shape)[]
        {
            (new LazyConv1d(2, 3), [1, 4, 5]), (new LazyConv3d(2, 2), [1, 4, 3, 3, 3]), (new LazyConvTranspose1d(2, 3), [1, 4, 5]),
            (new LazyConvTranspose2d(2, [1, 3]), [4, 3, 3]), (new LazyConvTranspose3d(2, 2), [1, 4, 3, 3, 3]),
            (new LazyBatchNorm1d(), [3, 4]), (new LazyBatchNorm3d(), [2, 4, 2, 2, 2]), (new LazyInstanceNorm1d(affine: true), [2, 4, 3]),
            (new LazyInstanceNorm2d(affine: true), [4, 3, 3]), (new LazyInstanceNorm3d(affine: true), [2, 4, 2, 2, 2]),
        })
        {
            module.Call(Tensor.Normal(shape));
            module.Parameters().Count.ShouldBe(2, module.ToString());
            module.ToString().ShouldNotContain("Lazy");
        }
    }

    private static Sequential Net() => new(new LazyConv2d(4, 3), new LazyBatchNorm2d(), new Flatten(), new LazyLinear(2));
}
