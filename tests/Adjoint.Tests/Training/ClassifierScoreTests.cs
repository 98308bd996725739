using Adjoint.Data;
using Adjoint.Nn;
using Adjoint.Optim;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

public class ClassifierScoreTests
{
    /// <summary>Three samples whose logits are the samples themselves; the last is taken for class 0, but is 1.</summary>
    private static TensorDataset Samples() => new(
        Tensor.From(new double[,] { { 2, 0 }, { 0, 1 }, { 3, 0 } }), Tensor.Of(0L, 1L, 1L));

    [Fact]
    public void A_score_counts_what_was_taken_for_what()
    {
        ClassifierScore score = ClassifierScore.Of(new Sequential(), new DataLoader(Samples(), 2), 2);

        (score.Count, score.Correct, score.Classes).ShouldBe((3, 2, 2));
        score.Accuracy.ShouldBe(2 / 3.0);
        (score[0, 0], score[0, 1], score[1, 0], score[1, 1]).ShouldBe((1, 0, 1, 1));
        double loss = (Math.Log(1 + Math.Exp(-2)) + Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.Exp(3))) / 3;
        score.Loss.ShouldBe(loss, 1e-12);
    }

    [Fact]
    public void A_score_leaves_the_modes_of_modules_as_they_were()
    {
        var frozen = new Dropout();
        var model = new Sequential(frozen, new Dropout());
        frozen.Eval();

        ClassifierScore.Of(model, new DataLoader(Samples(), 2), 2);

        model.NamedModules().Select(named => named.Module.Training).ShouldBe([true, false, true]);
    }

    [Fact]
    public void A_model_or_target_that_does_not_fit_is_refused_and_modes_return()
    {
        var model = new Sequential();

        Should.Throw<ShapeException>(() => ClassifierScore.Of(model, new DataLoader(Samples(), 2), 3)).Message.ShouldContain("[2, 2]");
        var ignored = new TensorDataset(Tensor.Ones([1, 2]), Tensor.Of(-100L));
        Should.Throw<AdjointException>(() => ClassifierScore.Of(model, new DataLoader(ignored), 2)).Message.ShouldContain("-100");
        model.Training.ShouldBeTrue();
    }

    [Fact]
    public void A_step_tells_what_came_before_it_and_learns()
    {
        var model = new Linear(2, 2, type: DType.Float64);
        var training = new ClassifierTraining(model, new Sgd(model.Parameters(), 0.5));
        Batch all = Samples().Fetch(Tensor.Arange(3));
        double before = model.Forward(all.Inputs).CrossEntropy(all.Targets).Item();

        (double loss, int correct) = training.Step(all);

        loss.ShouldBe(before, 1e-15);
        correct.ShouldBeInRange(0, 3);
        model.Forward(all.Inputs).CrossEntropy(all.Targets).Item().ShouldBeLessThan(before);
    }
}
