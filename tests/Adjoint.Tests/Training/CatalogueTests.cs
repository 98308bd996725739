using Adjoint.Optim;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

/// <summary>The optimizers, schedules and data sets that can be asked for by name.</summary>
public class CatalogueTests
{
    public static TheoryData<string> Optimizers => [.. OptimizerCatalogue.All.Select(entry => entry.Name)];

    public static TheoryData<string> Schedules => [.. ScheduleCatalogue.All.Select(entry => entry.Name)];

    [Fact]
    public void Names_are_found_and_others_are_told_what_is_near()
    {
        OptimizerCatalogue.All.Select(entry => entry.Name).ShouldBeUnique();
        ScheduleCatalogue.All.Select(entry => entry.Name).ShouldBeUnique();
        DatasetCatalogue.All.Select(entry => entry.Name).ShouldBeUnique();
        OptimizerCatalogue.Get("nesterov").Rule.ShouldBe(new SGDRule(Momentum: 0.9, Nesterov: true));
        OptimizerCatalogue.Find("adm").ShouldBeNull();
        ScheduleCatalogue.Find("cosin").ShouldBeNull();
        DatasetCatalogue.Find("digit").ShouldBeNull();
        Should.Throw<AdjointException>(
            () => OptimizerCatalogue.Get("adm")).Message.ShouldStartWith("There is no optimizer \"adm\". Near that are: adam");
        Should.Throw<AdjointException>(() => ScheduleCatalogue.Get("cosin")).Message.ShouldContain("cosine");
        Should.Throw<AdjointException>(() => DatasetCatalogue.Get("digit")).Message.ShouldContain("digits");
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Every_optimizer_steps_matrices_and_vectors_and_says_how(string name)
    {
        OptimizerEntry entry = OptimizerCatalogue.Get(name);
        foreach (UpdateRule rule in new[] { entry.Rule, entry.Training })
        {
            rule.GetType().ShouldBe(entry.Rule.GetType());
            rule.Formulas().ShouldNotBeEmpty();
            Tensor[] parameters = [Tensor.Ones([3, 2]).WithGrad(), Tensor.Ones([4]).WithGrad()];
            Optimizer optimizer = rule.CreateOptimizer(parameters);
            optimizer.Step(() =>
            {
                optimizer.ZeroGrad();
                Tensor loss = parameters[0].Square().Sum() + parameters[1].Square().Sum();
                loss.Backward();
                return loss;
            });
            foreach (Tensor parameter in parameters) parameter.ToArray<float>().ShouldAllBe(value => value < 1 && value > -1);
        }
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Every_schedule_fits_any_length_after_any_warm_up(string name)
    {
        ScheduleEntry entry = ScheduleCatalogue.Get(name);
        foreach (long steps in new[] { 1L, 2, 10, 1000 })
        {
            foreach (int warmup in new[] { 0, 1, 10 })
            {
                Schedule? schedule = entry.After(warmup, steps);
                var sgd = new SGD([Tensor.Ones([1]).WithGrad()], 0.1) { Schedule = schedule };
                for (long step = 0; step < steps; step++) (schedule?.At(step, 0.1) ?? 0.1).ShouldBeInRange(0, 0.1);
                if (warmup > 0) schedule!.At(0, 0.1).ShouldBeLessThan(0.1 / warmup + 1e-12);
                sgd.LearningRate.ShouldBeInRange(0, 0.1);
            }
        }

        entry.IsConstant.ShouldBe(name == "constant");
        entry.TakesWarmup.ShouldBe(name != "one-cycle");
    }

    [Fact]
    public void A_data_set_makes_networks_for_its_images_and_refuses_others()
    {
        DatasetEntry digits = DatasetCatalogue.Get("digits");
        digits.DefaultDirectory.ShouldBeNull();
        (Adjoint.Data.IDataset train, Adjoint.Data.IDataset test) = digits.Load(null);
        (train.Count, test.Count).ShouldBe((1438, 359));
        Tensor images = test.Fetch(Tensor.Arange(2)).Inputs;
        images.Shape.ShouldBe(Shape.Create([2, digits.Channels, digits.Size, digits.Size]));
        digits.Build(digits.Model, new Generator(1)).Forward(images).Shape.ShouldBe(Shape.Create([2, digits.ClassNames.Count]));
        Should.Throw<AdjointException>(() => digits.Build(Adjoint.Models.ModelCatalogue.Get("unet")))
            .Message.ShouldContain("cannot be trained on digits");
    }
}
