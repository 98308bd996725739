using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

public class ModuleListTests
{
    [Fact]
    public void ModuleList_and_ModuleDict_hold_modules_by_place_and_by_name()
    {
        var list = new ModuleList(new Linear(1, 1), new ReLU());
        var named = new ModuleDict { { "head", new Linear(1, 1) }, { "list", list } };

        named.StateDict().Keys.ShouldBe(["head.weight", "head.bias", "list.0.weight", "list.0.bias"]);
        named["list"].ShouldBeSameAs(list);
        named.ToString().ShouldStartWith("ModuleDict(\n  (head): Linear(");
        list.ToList().Count.ShouldBe(2);
        Should.Throw<AdjointException>(() => named["tail"]).Message.ShouldContain("head, list");
        Should.Throw<AdjointException>(() => named.Add("head", new ReLU())).Message.ShouldContain("taken");
        Should.Throw<AdjointException>(() =>
            list.Forward(Tensor.Ones([1]))).Message.ShouldStartWith("ModuleList: does not take one tensor");
    }
}
