using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Tests.Nn;

public partial class ModuleCopyingTests
{
    private sealed partial class Net<TBody> : Module where TBody : Module
    {
        private readonly TBody body;
        private readonly Linear[] layers;
        private readonly Dictionary<string, Module?> heads;
        private readonly IReadOnlyList<Linear> tied;
        [Parameter] private readonly List<Tensor> scales = [Tensor.Ones([2]).WithGrad(), Tensor.Ones([1]).WithGrad()];
        [Buffer] private readonly Tensor steps = Tensor.Scalar(3, DType.Int64);
        [Buffer(Persistent = false)] private readonly Tensor mask = Tensor.Ones([2]);
        [Unlisted] private readonly Linear teacher = new(2, 2);

        public Net(TBody body)
        {
            this.body = body;
            layers = [new Linear(2, 2), new Linear(2, 2)];
            heads = new() { ["a"] = new Linear(2, 1), ["none"] = null };
            tied = [layers[0]];
        }

        public Linear Teacher => teacher;

        public Tensor Mask => mask;

        public Tensor Steps => steps;

        public override Tensor Forward(Tensor x)
        {
            x = tied[0].Call(layers[1].Call(layers[0].Call(body.Call(x)))) * scales[0] * scales[1] * mask;
            return heads["a"]!.Call(x);
        }
    }

    private static Net<Sequential> Make() => new(new Sequential(new Linear(2, 2), new BatchNorm2d(1)));

    [Fact]
    public void Lists_arrays_and_dictionaries_are_named_as_in_PyTorch()
    {
        Net<Sequential> net = Make();

        net.StateDict().Keys.ShouldBe(
        [
            "steps", "body.0.weight", "body.0.bias", "body.1.weight", "body.1.bias", "body.1.running_mean", "body.1.running_var",
            "body.1.num_batches_tracked", "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias",
            "heads.a.weight", "heads.a.bias", "tied.0.weight", "tied.0.bias", "scales.0", "scales.1",
        ]);
        net.NamedParameters().Select(named => named.Name).ShouldNotContain("tied.0.weight");
        net.NamedBuffers().Select(named => named.Name).ShouldContain("mask");
        net.ToString().ShouldContain("(layers): ModuleList(\n    (0): Linear(");
        net.ToString().ShouldContain("(heads): ModuleDict(\n    (a): Linear(");
        net.ToString().ShouldStartWith("Net(");
    }

    [Fact]
    public void A_clone_computes_the_same_and_shares_nothing_but_what_is_unlisted()
    {
        var net = new Net<Linear>(new Linear(2, 2));
        net.Forward(Tensor.Ones([1, 2])).Sum().Backward();
        net.Parameters()[0].RequiresGrad = false;
        net.Eval();

        Net<Linear> clone = net.Clone();

        clone.Training.ShouldBeFalse();
        clone.Forward(Tensor.Ones([1, 2])).Item().ShouldBe(net.Forward(Tensor.Ones([1, 2])).Item());
        clone.Teacher.ShouldBeSameAs(net.Teacher);
        clone.Mask.ShouldNotBeSameAs(net.Mask);
        clone.Parameters().Select(p => p.RequiresGrad).ShouldBe(net.Parameters().Select(p => p.RequiresGrad));
        clone.Parameters().ShouldAllBe(p => (object?)p.Grad == null && p.IsLeaf);
        clone.Parameters().Intersect(net.Parameters()).ShouldBeEmpty();
        double before = net.Forward(Tensor.Ones([1, 2])).Item();
        using (GradMode.Off())
            foreach (Tensor parameter in clone.Parameters()) parameter.Fill(7);
        net.Forward(Tensor.Ones([1, 2])).Item().ShouldBe(before);
    }

    [Fact]
    public void What_is_shared_within_a_module_is_shared_within_its_clone()
    {
        Net<Sequential> clone = Make().Clone();

        clone.Parameters().Count.ShouldBe(Make().Parameters().Count);
        clone.StateDict()["tied.0.weight"].Fill(3);
        clone.StateDict()["layers.0.weight"].ToArray<float>().ShouldAllBe(value => value == 3);
    }

    [Fact]
    public void A_clone_of_a_container_can_grow_without_the_original()
    {
        var net = new Sequential(new ReLU());
        Sequential clone = net.Clone();

        clone.Add(new ReLU());

        (net.Count, clone.Count).ShouldBe((1, 2));
        clone[0].ShouldNotBeSameAs(net[0]);
    }

    [Fact]
    public void A_module_that_contains_itself_is_cloned()
    {
        var net = new ModuleList();
        net.Add(net);

        ModuleList clone = net.Clone();

        clone[0].ShouldBeSameAs(clone);
    }

    [Fact]
    public void A_symbolic_network_is_cloned_and_cast_without_memory()
    {
        Linear net;
        using (SymbolicMode.On()) net = new Linear(1 << 15, 1 << 15);

        Linear clone = net.Clone();
        clone.To(DType.Float64);

        clone.Weight.IsSymbolic.ShouldBeTrue();
        (clone.Weight.DType, net.Weight.DType).ShouldBe((DType.Float64, DType.Float32));
    }

    [Fact]
    public void Casting_keeps_the_tensors_so_that_an_optimizer_goes_on()
    {
        var net = new Net<Linear>(new Linear(2, 2));
        var optimizer = new SGD(net.Parameters(), 0.1);
        Tensor weight = net.Parameters()[^1];
        net.Forward(Tensor.Ones([1, 2])).Sum().Backward();
        float grad = weight.Grad!.ToArray<float>()[0];

        net.To(DType.Float64).ShouldBeSameAs(net);

        net.Parameters().ShouldAllBe(p => p.DType == DType.Float64 && p.IsLeaf && p.RequiresGrad);
        weight.Grad!.ToArray<double>()[0].ShouldBe(grad);
        net.Mask.DType.ShouldBe(DType.Float64);
        net.Steps.DType.ShouldBe(DType.Int64);
        net.Teacher.Weight.DType.ShouldBe(DType.Float32);
        optimizer.ZeroGrad();
        net.Forward(Tensor.Ones([1, 2], DType.Float64)).Sum().Backward();
        double before = weight.ToArray<double>()[0];
        optimizer.Step();
        weight.ToArray<double>()[0].ShouldNotBe(before);
        Should.Throw<DTypeException>(() => net.To(DType.Int32)).Message.ShouldContain("int32");
    }

    [Fact]
    public void A_graph_that_saved_a_parameter_finds_it_cast()
    {
        var layer = new Linear(2, 2);
        Tensor y = layer.Forward(Tensor.Ones([1, 2]).WithGrad()).Sum();

        layer.To(DType.Float64);

        Should.Throw<GraphException>(() => y.Backward());
    }

    [Fact]
    public void A_frozen_part_gets_no_gradient()
    {
        var net = new Sequential(new Linear(2, 2), new Linear(2, 1));

        net[0].Freeze();
        net.Forward(Tensor.Ones([1, 2])).Sum().Backward();

        net.Parameters().Select(p => p.Grad is not null).ShouldBe([false, false, true, true]);
        net.Unfreeze();
        net.Parameters().ShouldAllBe(p => p.RequiresGrad);
    }

    [Fact]
    public void Apply_reaches_each_module_once_and_inner_ones_first()
    {
        var shared = new ReLU();
        var net = new Sequential(new Sequential(shared, new Linear(2, 2)), shared);
        var met = new List<Module>();

        net.Apply(met.Add);

        met.Count.ShouldBe(4);
        met.ShouldBeUnique();
        met[^1].ShouldBeSameAs(net);
        met.IndexOf(net[0]).ShouldBeGreaterThan(met.IndexOf(shared));
    }

    [Fact]
    public void A_lenient_load_says_what_differed()
    {
        StateDifference difference = new Linear(2, 1).LoadStateDict(
            new Dictionary<string, Tensor> { ["bias"] = Tensor.Ones([1]), ["other"] = Tensor.Ones([1]) }, strict: false);

        difference.Missing.ShouldBe(["weight"]);
        difference.Unexpected.ShouldBe(["other"]);
    }
}
