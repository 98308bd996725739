using Adjoint.Optim;

namespace Adjoint.Tests.Optim;

/// <summary>Resuming after any step is the same as never having stopped, bit for bit.</summary>
public class OptimizerStateTests
{
    [Theory]
    [MemberData(nameof(Rules.Names), MemberType = typeof(Rules))]
    public void Resuming_after_any_step_changes_no_bit(string name)
    {
        for (int stop = 0; stop < 7; stop++)
        {
            (Tensor[] kept, Optimizer whole) = Rules.Start(name);
            (Tensor[] parameters, Optimizer optimizer) = Rules.Start(name);
            for (int step = 0; step < 7; step++)
            {
                if (step == stop)
                {
                    Dictionary<string, Tensor> state = optimizer.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
                    Tensor[] values = [.. parameters.Select(parameter => parameter.Detach().Clone())];
                    Rules.Step(optimizer, parameters, 99);
                    (parameters, optimizer) = Rules.Start(name);
                    using (GradMode.Off())
                        for (int i = 0; i < values.Length; i++) parameters[i].CopyFrom(values[i]);
                    optimizer.LoadStateDict(state);
                }

                Rules.Step(whole, kept, step);
                Rules.Step(optimizer, parameters, step);
            }

            for (int i = 0; i < kept.Length; i++)
                parameters[i].ToArray<double>().ShouldBe(kept[i].ToArray<double>(), $"{name} stopped at {stop}");
            optimizer.LearningRate.ShouldBe(whole.LearningRate);
        }
    }

    [Fact]
    public void Names_are_PyTorchs()
    {
        (Tensor[] parameters, Optimizer adam) = Rules.Start("amsgrad");
        adam.StateDict().Keys.ShouldBe(["steps", "param_groups.0.lr"]);
        Rules.Step(adam, parameters, 0);
        adam.StateDict().Keys.ShouldBe(
        [
            "steps", "param_groups.0.lr", "state.0.step", "state.0.exp_avg", "state.0.exp_avg_sq", "state.0.max_exp_avg_sq",
            "state.1.step", "state.1.exp_avg", "state.1.exp_avg_sq", "state.1.max_exp_avg_sq",
        ]);
        (parameters, Optimizer nadam) = Rules.Start("nadam");
        Rules.Step(nadam, parameters, 0);
        nadam.StateDict().Keys.ShouldContain("state.1.mu_product");
        new Adafactor(parameters).Rule().StateNames().ShouldBe(["row_var", "col_var", "variance"]);
    }

    [Fact]
    public void A_state_that_does_not_fit_changes_nothing()
    {
        (Tensor[] parameters, Optimizer adam) = Rules.Start("adam");
        Rules.Step(adam, parameters, 0);
        var state = new Dictionary<string, Tensor>(adam.StateDict());
        state.Remove("state.1.exp_avg");
        state["state.0.exp_avg_sq"] = Tensor.Ones([2]);
        state["state.7.step"] = Tensor.Of(3L);

        string message = Should.Throw<AdjointException>(() => adam.LoadStateDict(state)).Message;

        message.ShouldContain("state.1.exp_avg is missing");
        message.ShouldContain("state.0.exp_avg_sq is [2] and not [3, 2]");
        message.ShouldContain("state.7.step is unexpected");
        adam.Steps.ShouldBe(1);
        (_, Optimizer sgd) = Rules.Start("sgd");
        Should.Throw<AdjointException>(() => sgd.LoadStateDict(adam.StateDict())).Message.ShouldContain("does not fit SGD");
    }

    [Fact]
    public void A_history_that_is_not_complete_changes_nothing()
    {
        (Tensor[] parameters, Optimizer lbfgs) = Rules.Start("lbfgs");
        for (int step = 0; step < 3; step++) Rules.Step(lbfgs, parameters, step);
        Dictionary<string, Tensor> before = lbfgs.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
        var state = new Dictionary<string, Tensor>(before) { ["steps"] = Tensor.Of(77L), ["state.0.n_iter"] = Tensor.Of(99L) };
        state.Remove("state.0.old_stps.1").ShouldBeTrue();

        Should.Throw<AdjointException>(() => lbfgs.LoadStateDict(state)).Message.ShouldContain("state.0.old_stps.1 is missing");

        OrderedDictionary<string, Tensor> after = lbfgs.StateDict();
        after.Keys.ShouldBe(before.Keys, ignoreOrder: true);
        foreach ((string name, Tensor value) in before)
            after[name].To(DType.Float64).ToArray<double>().ShouldBe(value.To(DType.Float64).ToArray<double>(), name);
    }

    [Fact]
    public void A_state_is_loaded_in_the_type_of_the_parameter()
    {
        Tensor wide = Tensor.Ones([3], DType.Float64).WithGrad(), narrow = Tensor.Ones([3]).WithGrad();
        wide.Grad = Tensor.Ones([3], DType.Float64);
        narrow.Grad = Tensor.Ones([3]);
        var first = new Adam([wide]);
        first.Step();
        var second = new Adam([narrow]);
        second.LoadStateDict(first.StateDict());
        second.Step();
        second.StateDict()["state.0.exp_avg"].DType.ShouldBe(DType.Float32);
    }
}
