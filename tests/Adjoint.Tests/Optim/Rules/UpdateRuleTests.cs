using Adjoint.Optim;

namespace Adjoint.Tests.Optim;

public class UpdateRuleTests
{
    [Theory]
    [MemberData(nameof(Rules.Names), MemberType = typeof(Rules))]
    public void A_rule_states_its_formulas_and_they_change_the_parameter(string name)
    {
        IReadOnlyList<UpdateFormula> formulas = Rules.Of(name).Formulas();
        formulas.ShouldContain(formula => formula.Text.Contains("θ ← θ"));
        formulas.ShouldAllBe(formula => formula.Text.Trim() == formula.Text && formula.Note != "");
    }

    [Theory]
    [InlineData("sgd", true, true)]
    [InlineData("adam", true, true)]
    [InlineData("adamw", true, true)]
    [InlineData("nadam", true, false)]
    [InlineData("rprop", false, false)]
    [InlineData("lion", false, true)]
    [InlineData("lamb", false, true)]
    [InlineData("lars", true, false)]
    [InlineData("adafactor", false, true)]
    [InlineData("muon", false, true)]
    [InlineData("lbfgs", false, false)]
    public void A_rule_says_which_kinds_of_weight_decay_it_has(string name, bool coupled, bool decoupled)
    {
        UpdateRule rule = Rules.Of(name) with { Maximize = true };
        UpdateRule? l2 = rule.WithL2Decay(0.25), own = rule.WithDecoupledDecay(0.25);
        (l2 is not null, own is not null).ShouldBe((coupled, decoupled));
        foreach (UpdateRule other in new[] { l2, own }.OfType<UpdateRule>())
        {
            other.Settings().First(setting => setting.Name == "weightDecay").Value.ShouldBe(0.25);
            (other.LearningRate, other.Maximize).ShouldBe((rule.LearningRate, true));
        }
    }

    [Fact]
    public void Decoupled_decay_of_Adam_is_AdamW_and_back()
    {
        var adam = new AdamRule(0.1, 0.8, 0.9, 1e-4, Amsgrad: true, BiasCorrection: false);
        adam.WithDecoupledDecay(0.5).ShouldBe(new AdamWRule(0.1, 0.8, 0.9, 1e-4, 0.5, true, false));
        adam.WithDecoupledDecay(0.5)!.WithL2Decay(0.5).ShouldBe(adam with { WeightDecay = 0.5 });
        new SGDRule().WithDecoupledDecay(0.5).ShouldBe(new SGDRule(WeightDecay: 0.5, DecoupledDecay: true));
    }

    [Fact]
    public void A_rule_for_matrices_brings_the_rule_for_the_rest()
    {
        Tensor matrix = Tensor.Ones([2, 2]).WithGrad(), vector = Tensor.Ones([3]).WithGrad();
        Optimizer muon = new MuonRule(0.25).CreateOptimizer([vector, matrix]);
        muon.Groups.Select(group => group.Rule.Name()).ShouldBe(["Muon", "AdamW"]);
        muon.Groups.ShouldAllBe(group => group.LearningRate == 0.25);
        new AdamRule().CreateOptimizer([vector, matrix]).Groups.Count.ShouldBe(1);
    }
}
