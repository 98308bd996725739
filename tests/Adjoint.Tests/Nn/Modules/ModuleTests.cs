using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

public partial class ModuleTests
{
    private sealed partial class Block : Module
    {
        public Linear First { get; } = new(3, 3);

        [Parameter]
        public Tensor Scale { get; } = Tensor.Ones([3]).WithGrad();

        public Linear Again { get; }

        public BatchNorm2d Norm { get; } = new(2);

        [Parameter]
        public Tensor? None { get; }

        public Block() => Again = First;

        public override Tensor Forward(Tensor x) => First.Forward(x) * Scale;
    }

    [Fact]
    public void Names_are_dotted_and_own_members_come_before_inner_ones()
    {
        var net = new Sequential { { "head", new Block() }, new ReLU() };

        net.NamedParameters().Select(named => named.Name).ShouldBe(
            ["head.scale", "head.first.weight", "head.first.bias", "head.norm.weight", "head.norm.bias"]);
        net.NamedBuffers().Select(named => named.Name).ShouldBe(
            ["head.norm.running_mean", "head.norm.running_var", "head.norm.num_batches_tracked"]);
        net.NamedModules().Select(named => named.Name).ShouldBe(["", "head", "head.first", "head.norm", "1"]);
    }

    [Fact]
    public void A_shared_module_has_its_parameters_once_but_is_in_the_state_under_each_name()
    {
        var block = new Block();

        block.Parameters().Count.ShouldBe(5);
        block.StateDict().Keys.ShouldBe(
        [
            "scale", "first.weight", "first.bias", "again.weight", "again.bias", "norm.weight", "norm.bias",
            "norm.running_mean", "norm.running_var", "norm.num_batches_tracked",
        ]);
    }

    [Fact]
    public void Train_and_eval_reach_every_module()
    {
        var net = new Sequential(new Block(), new Sequential(new Dropout()));

        net.Eval().ShouldBeSameAs(net);
        net.NamedModules().ShouldAllBe(named => !named.Module.Training);
        net.Train();
        net.NamedModules().ShouldAllBe(named => named.Module.Training);
    }

    [Fact]
    public void A_state_goes_from_one_module_to_another()
    {
        var from = new Block();
        var to = new Block();
        using (GradMode.Off()) from.Norm.BatchesTracked!.Fill(7);

        to.LoadStateDict(from.StateDict());

        to.First.Weight.ToArray<float>().ShouldBe(from.First.Weight.ToArray<float>());
        to.Norm.BatchesTracked!.Item().ShouldBe(7);
        to.First.Weight.RequiresGrad.ShouldBeTrue();
        to.First.Weight.IsLeaf.ShouldBeTrue();
    }

    [Fact]
    public void A_state_shares_memory_and_is_outside_the_graph()
    {
        var layer = new Linear(2, 2);

        Tensor weight = layer.StateDict()["weight"];

        weight.RequiresGrad.ShouldBeFalse();
        weight.Fill(3);
        layer.Weight.ToArray<float>().ShouldBe([3, 3, 3, 3]);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_with_all_names_and_changes_nothing()
    {
        var net = new Sequential(new Linear(2, 3), new Linear(3, 1));
        float[] before = net.Parameters()[0].ToArray<float>();
        OrderedDictionary<string, Tensor> state = new Sequential(new Linear(2, 3), new Linear(4, 1)).StateDict();
        state.Remove("0.bias");
        state.Remove("1.bias");
        state.Add("2.weight", Tensor.Ones([1]));

        string message = Should.Throw<AdjointException>(() => net.LoadStateDict(state)).Message;

        message.ShouldBe(
            "LoadStateDict: the state does not fit Sequential. missing: 0.bias, 1.bias. unexpected: 2.weight. misshapen: "
            + "1.weight is [1, 3] here and [1, 4] in the state.");
        net.Parameters()[0].ToArray<float>().ShouldBe(before);
    }

    [Fact]
    public void Without_strictness_only_shapes_must_fit()
    {
        var layer = new Linear(2, 1);

        layer.LoadStateDict(new Dictionary<string, Tensor> { ["bias"] = Tensor.Full([1], 5), ["other"] = Tensor.Ones([1]) }, strict: false);

        layer.Bias!.Item().ShouldBe(5);
        Should.Throw<AdjointException>(() =>
            layer.LoadStateDict(new Dictionary<string, Tensor> { ["bias"] = Tensor.Ones([2]) }, strict: false));
    }

    [Fact]
    public void The_tree_is_printed_as_in_PyTorch()
    {
        var net = new Sequential
        {
            new Conv2d(1, 4, 3, stride: 2, padding: (1, 0), dilation: 2, bias: false),
            new BatchNorm2d(4, momentum: null),
            { "body", new Sequential(new MaxPool2d(2), new Dropout(), new ReLU()) },
            new Flatten(),
            new Linear(16, 2, bias: false),
        };

        net.ToString().ShouldBe(
            """
            Sequential(
              (0): Conv2d(1, 4, kernel_size=(3, 3), stride=(2, 2), padding=(1, 0), dilation=(2, 2), bias=False)
              (1): BatchNorm2d(4, eps=1e-05, momentum=None, affine=True, track_running_stats=True)
              (body): Sequential(
                (0): MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)
                (1): Dropout(p=0.5, inplace=False)
                (2): ReLU()
              )
              (3): Flatten(start_dim=1, end_dim=-1)
              (4): Linear(in_features=16, out_features=2, bias=False)
            )
            """);
        new Sequential().ToString().ShouldBe("Sequential()");
    }

    [Fact]
    public void ZeroGrad_forgets_the_gradients()
    {
        var layer = new Linear(2, 1);
        layer.Forward(Tensor.Ones([1, 2])).Sum().Backward();

        layer.ZeroGrad();

        layer.Parameters().ShouldAllBe(parameter => (object?)parameter.Grad == null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("0")]
    public void A_name_that_cannot_be_is_refused(string name)
    {
        var net = new Sequential(new ReLU()) { { name, new ReLU() } };

        Should.Throw<AdjointException>(() => net.NamedModules()).Message.ShouldContain($"\"{name}\"");
    }

    [Fact]
    public void A_module_that_contains_itself_has_no_state()
    {
        var net = new Sequential();
        net.Add(net);

        net.NamedModules().Count.ShouldBe(1);
        Should.Throw<AdjointException>(() => net.StateDict()).Message.ShouldContain("contains itself");
    }
}
