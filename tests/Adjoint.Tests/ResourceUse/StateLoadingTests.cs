using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Tests.ResourceUse;

/// <summary>A state is loaded whole or not at all.</summary>
public sealed class StateLoadingTests
{
    public static TheoryData<string> Damages => [.. DamageByName.Keys];

    private static readonly Dictionary<string, Action<OrderedDictionary<string, Tensor>>> DamageByName = new()
    {
        ["a negative rate"] = state => state["param_groups.0.lr"] = Tensor.Of(-1.0),
        ["a rate that is no number"] = state => state["param_groups.0.lr"] = Tensor.Of(double.NaN),
        ["two rates"] = state => state["param_groups.0.lr"] = Tensor.Of(0.1, 0.2),
        ["half a step"] = state => state["steps"] = Tensor.Of(1.5),
        ["less than no steps"] = state => state["state.1.step"] = Tensor.Of(-3L),
        ["nothing"] = state => state["state.1.exp_avg"] = null!,
        ["another shape"] = state => state["state.1.exp_avg_sq"] = Tensor.Ones([5]),
        ["a disposed tensor"] = state =>
        {
            Tensor gone = Tensor.Ones(state["state.1.exp_avg_sq"].Shape);
            gone.Dispose();
            state["state.1.exp_avg_sq"] = gone;
        },
        ["a tensor without values"] = state =>
            state["state.1.exp_avg_sq"] = Tensor.Symbolic(state["state.1.exp_avg_sq"].Shape),
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void An_optimizer_that_refuses_a_state_is_as_before(string damage)
    {
        Tensor[] parameters = [Tensor.Ones([300, 2]).WithGrad(), Tensor.Ones([200, 2]).WithGrad()];
        var optimizer = new Adam(parameters, 0.1);
        Step(optimizer, parameters, 2);
        OrderedDictionary<string, Tensor> other = Copy(optimizer.StateDict()), before;
        Step(optimizer, parameters, 3);
        before = Copy(optimizer.StateDict());
        DamageByName[damage](other);
        Should.Throw<AdjointException>(() => optimizer.LoadStateDict(other));
        ShouldAgree(optimizer.StateDict(), before);
    }

    [Fact]
    public void A_module_that_refuses_a_state_is_as_before()
    {
        var net = new Sequential(new Linear(20, 30), new Linear(30, 20));
        OrderedDictionary<string, Tensor> before = Copy(net.StateDict()), other = Copy(net.StateDict());
        foreach (string name in other.Keys.ToArray()) other[name] = other[name] + 1;
        other["1.weight"] = other["1.weight"].Evaluate();
        other["1.weight"].Dispose();
        Should.Throw<AdjointException>(() => net.LoadStateDict(other)).Message.ShouldContain("1.weight");
        ShouldAgree(net.StateDict(), before);
        other["1.weight"] = null!;
        Should.Throw<AdjointException>(() => net.LoadStateDict(other));
        ShouldAgree(net.StateDict(), before);
    }

    [Fact]
    public void A_module_takes_over_its_own_tensors_in_other_places()
    {
        var net = new Sequential(new Linear(20, 20), new Linear(20, 20));
        OrderedDictionary<string, Tensor> before = Copy(net.StateDict()), own = net.StateDict();
        (own["0.weight"], own["1.weight"]) = (own["1.weight"], own["0.weight"]);
        net.LoadStateDict(own);
        (before["0.weight"], before["1.weight"]) = (before["1.weight"], before["0.weight"]);
        ShouldAgree(net.StateDict(), before);
    }

    [Fact]
    public void An_average_that_refuses_a_state_is_as_before()
    {
        Tensor[] parameters = [Tensor.Ones([200]), Tensor.Ones([300])];
        var average = WeightAverage.Exponential(parameters);
        average.Update();
        OrderedDictionary<string, Tensor> before = Copy(average.StateDict()), other = Copy(average.StateDict());
        other["average.0"] = Tensor.Full([200], 7);
        other["average.1"].Dispose();
        Should.Throw<AdjointException>(() => average.LoadStateDict(other));
        ShouldAgree(average.StateDict(), before);
    }

    [Fact]
    public void Lbfgs_refuses_a_history_of_other_parameters()
    {
        Tensor x = Tensor.Ones([200], DType.Float64).WithGrad();
        var optimizer = new LBFGS([x]);
        Tensor Loss()
        {
            optimizer.ZeroGrad();
            Tensor loss = (x.Square() * x).Sum();
            loss.Backward();
            return loss;
        }

        optimizer.Step(Loss);
        OrderedDictionary<string, Tensor> before = Copy(optimizer.StateDict()), other = Copy(optimizer.StateDict());
        other["steps"] = Tensor.Of(77L);
        other["state.0.d"] = Tensor.Ones([3], DType.Float64);
        Should.Throw<AdjointException>(() => optimizer.LoadStateDict(other)).Message.ShouldContain("[200]");
        ShouldAgree(optimizer.StateDict(), before);
    }

    [Fact]
    public void Muon_refuses_a_vector_before_it_has_changed_anything()
    {
        Tensor weight = Tensor.Ones([4, 4]).WithGrad(), bias = Tensor.Ones([4]).WithGrad();
        Should.Throw<ShapeException>(() => new Optimizer([weight, bias], new MuonRule())).Message.ShouldContain("[4] is no matrix");
        Should.Throw<ShapeException>(() => new Optimizer([new ParameterGroup([weight, bias], new MuonRule())]));
        new Muon([weight, bias]).Groups.Count.ShouldBe(2);
    }

    private static void Step(Optimizer optimizer, Tensor[] parameters, int times)
    {
        for (int i = 0; i < times; i++)
        {
            foreach (Tensor parameter in parameters) parameter.Grad = Tensor.Full(parameter.Shape, i + 1);
            optimizer.Step();
        }
    }

    private static OrderedDictionary<string, Tensor> Copy(OrderedDictionary<string, Tensor> state) =>
        new(state.Select(own => KeyValuePair.Create(own.Key, own.Value.Clone())));

    private static void ShouldAgree(OrderedDictionary<string, Tensor> state, OrderedDictionary<string, Tensor> other)
    {
        state.Keys.ShouldBe(other.Keys);
        foreach ((string name, Tensor value) in state)
            value.To(DType.Float64).ToArray<double>().ShouldBe(other[name].To(DType.Float64).ToArray<double>(), name);
    }
}
