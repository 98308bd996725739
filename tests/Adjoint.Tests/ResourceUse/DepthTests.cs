using Adjoint.Nn;

namespace Adjoint.Tests.ResourceUse;

/// <summary>Structures of the user's may be deep, or contain themselves: that ends no process.</summary>
public sealed class DepthTests
{
    private const int Deep = 10_000;
    private const int SmallStack = 256 * 1024;

    [Fact]
    public void Modules_in_modules_are_walked_however_many() => InOwnThread.Run(
        () =>
        {
            Module net = Nested(Deep);
            net.Parameters().Count.ShouldBe(2);
            using (GradMode.Off()) net.Parameters()[0].Fill(3);
            net.NamedParameters()[0].Name.Length.ShouldBe((2 * Deep) + 6);
            net.NamedBuffers().ShouldBeEmpty();
            net.StateDict().Count.ShouldBe(2);
            net.LoadStateDict(net.StateDict());
            net.Eval().Train().Freeze().Unfreeze().To(DType.Float64);
            net.ZeroGrad();
            int applied = 0;
            net.Apply(_ => applied++);
            applied.ShouldBe(Deep + 1);
            Module copy = net.Clone();
            copy.Parameters()[0].ShouldNotBeSameAs(net.Parameters()[0]);
            copy.Parameters()[0].Item().ShouldBe(net.Parameters()[0].Item());
            net.ToString().Length.ShouldBeLessThan(100_000);
            net.ToString().ShouldContain("Sequential(…)");
            Nested(1000).NamedModules().Count.ShouldBe(1001);
        },
        SmallStack);

    [Fact]
    public void To_run_more_than_the_stack_holds_is_an_error_that_can_be_caught() => InOwnThread.Run(
        () =>
        {
            Module net = Nested(Deep);
            Should.Throw<AdjointException>(() => net.Call(Tensor.Ones([1, 1]))).Message.ShouldContain("maxStackSize");
            Nested(20).Call(Tensor.Ones([1, 1])).Numel.ShouldBe(1);
        },
        SmallStack);

    [Fact]
    public void A_module_that_contains_itself_is_printed_walked_and_cloned() => InOwnThread.Run(
        () =>
        {
            var loop = new Sequential(new Linear(1, 1));
            loop.Add("again", loop);
            loop.ToString().ShouldBe("Sequential(\n  (0): Linear(in_features=1, out_features=1, bias=True)\n  (again): Sequential(…)\n)");
            loop.Parameters().Count.ShouldBe(2);
            loop.NamedModules().Count.ShouldBe(2);
            loop.Eval().Training.ShouldBeFalse();
            Should.Throw<AdjointException>(() => loop.StateDict()).Message.ShouldContain("contains itself");
            Sequential copy = loop.Clone();
            copy[1].ShouldBeSameAs(copy);
            copy.Parameters()[0].ShouldNotBeSameAs(loop.Parameters()[0]);
            Should.Throw<AdjointException>(() => loop.Call(Tensor.Ones([1, 1]))).Message.ShouldContain("Does one run itself?");
        },
        SmallStack);

    [Fact]
    public void Graphs_and_formulas_may_be_deep() => InOwnThread.Run(
        () =>
        {
            const int calls = 100_000;
            Tensor x = Tensor.Scalar(1, DType.Float64).WithGrad(), y = x;
            for (int i = 0; i < calls; i++) y = y * 1.0;
            y.Backward();
            x.Grad!.Item().ShouldBe(1);
            Tensor symbol = Tensor.Symbol("x"), formula = symbol;
            for (int i = 0; i < 5000; i++) formula = formula.Sin();
            Adjoint.Symbolic.Formula.Text(formula).ShouldEndWith(")");
            Adjoint.Symbolic.Formula.Text(Adjoint.Symbolic.Simplifier.Simplify(formula)).ShouldEndWith(")");
            string text = new string('(', 5000) + "x" + new string(')', 5000);
            Adjoint.Symbolic.Expression.Parse(text).ToString().ShouldNotBeNull();
        },
        SmallStack);

    private static Module Nested(int depth)
    {
        Module net = new Linear(1, 1);
        for (int i = 0; i < depth; i++) net = new Sequential(net);
        return net;
    }
}
