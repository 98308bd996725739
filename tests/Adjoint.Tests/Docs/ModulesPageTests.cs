using Adjoint.Nn;

namespace Adjoint.Tests.Docs;

/// <summary>The code of docs/modules.md.</summary>
public partial class ModulesPageTests
{
    public sealed partial class Net : Module
    {
        private readonly Conv2d conv = new(1, 8, 3, padding: 1);
        private readonly Linear[] blocks = [new(512, 64), new(64, 64)];
        private readonly Linear? extra;
        private readonly Linear outProj = new(64, 10);
        [Parameter] private readonly Tensor scale = Tensor.Ones([64]).WithGrad();
        [Buffer] private readonly Tensor seen = Tensor.Zeros([1]);

        public Net(bool wide = false) => extra = wide ? new Linear(64, 64) : null;

        public override Tensor Forward(Tensor x)
        {
            x = conv.Call(x).Relu().Flatten(1);
            foreach (Linear block in blocks) x = block.Call(x).Relu();
            if (extra is not null) x = extra.Call(x);
            return outProj.Call((x + seen) * scale);
        }
    }

    [Fact]
    public void The_network_of_the_page_runs_under_the_names_of_the_page()
    {
        var net = new Net(wide: true);
        net.Forward(Tensor.Ones([2, 1, 8, 8])).Shape.ShouldBe(Shape.Create([2, 10]));
        net.StateDict().Keys.ShouldBe(
        [
            "scale", "seen", "conv.weight", "conv.bias", "blocks.0.weight", "blocks.0.bias", "blocks.1.weight", "blocks.1.bias",
            "extra.weight", "extra.bias", "out_proj.weight", "out_proj.bias",
        ]);
        OrderedDictionary<string, Tensor> other = new Net().StateDict();

        net.Eval();
        net.Freeze();
        net.To(DType.Float64);
        Net copy = net.Clone();
        copy.LoadStateDict(net.StateDict());
        copy.LoadStateDict(other, strict: false).Missing.ShouldBe(["extra.weight", "extra.bias"]);
        net.Apply(m => { if (m is Linear l) Init.KaimingNormal(l.Weight); });
        net.ToString().ShouldContain("(blocks): ModuleList(");
    }

    [Fact]
    public void The_page_shows_this_code()
    {
        string page = File.ReadAllText(Path.Combine(ReadmeTests.Root(), "docs", "modules.md"));
        string test = File.ReadAllText(Path.Combine(ReadmeTests.Root(), "tests", "Adjoint.Tests", "Docs", "ModulesPageTests.cs"));
        string shown = page.Split("```csharp\n")[1].Split("```")[0];

        foreach (string line in shown.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            test.ShouldContain(line);
    }
}
