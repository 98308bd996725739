using Adjoint.Data;
using Adjoint.Nn;
using Adjoint.Optim;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

public class TrainerTests
{
    private const int Classes = 3;

    [Fact]
    public void A_step_tells_what_came_before_it_and_learns()
    {
        (TensorDataset train, _) = Data();
        Module model = Model(new Generator(1));
        var trainer = new Trainer(model, new TrainingOptions { Rule = new SGDRule(0.5) });
        Batch all = train.Fetch(Tensor.Arange(train.Count));
        double before = model.Forward(all.Inputs).CrossEntropy(all.Targets).Item();
        long right = model.Forward(all.Inputs).ArgMax(1).Equal(all.Targets).To(DType.Int64).Sum().ToArray<long>()[0];

        (double loss, int correct) = trainer.Step(all);

        loss.ShouldBe(before, 1e-15);
        correct.ShouldBe((int)right);
        model.Forward(all.Inputs).CrossEntropy(all.Targets).Item().ShouldBeLessThan(before);
    }

    [Fact]
    public void A_loss_of_ones_own_is_what_is_learned()
    {
        var model = new Linear(2, 1, generator: new Generator(1), dtype: DType.Float64);
        Tensor x = Tensor.Normal([50, 2], generator: new Generator(2), dtype: DType.Float64);
        Tensor y = x.Narrow(1, 0, 1) - (x.Narrow(1, 1, 1) * 2) + 3;
        var options = new TrainingOptions { Rule = new SGDRule(0.1), Loss = (outputs, targets) => (outputs - targets).Square().Mean() };
        var trainer = new Trainer(model, options);
        double first = trainer.Step(new Batch(x, y)).Loss, last = first;
        for (int i = 0; i < 300; i++) last = trainer.Step(new Batch(x, y)).Loss;

        first.ShouldBeGreaterThan(1);
        last.ShouldBeLessThan(1e-10);
        model.Weight.ToArray<double>().ShouldBe([1, -2], 1e-4);
    }

    [Fact]
    public void A_training_is_the_loop_written_out_bit_for_bit()
    {
        (TensorDataset train, TensorDataset test) = Data();
        var random = new Generator(5);
        Module model = Model(random);
        var options = new TrainingOptions
        {
            Epochs = 3,
            BatchSize = 7,
            Rule = new SGDRule(0.1, Momentum: 0.9),
            Clip = GradientClip.ByNorm(0.5),
            AverageDecay = 0.9,
            Schedule = steps => new CosineAnnealingLR(steps),
            Random = random,
        };
        TrainingReport report = new Trainer(model, options).Fit(train, test, Classes);

        random = new Generator(5);
        Module other = Model(random);
        var batches = new DataLoader(train, 7, shuffle: true, generator: random);
        var optimizer = new SGD(other.Parameters(), new SGDRule(0.1, Momentum: 0.9))
        {
            Clip = GradientClip.ByNorm(0.5),
            Schedule = new CosineAnnealingLR(3 * batches.BatchCount),
        };
        WeightAverage average = WeightAverage.Exponential(other.Parameters(), 0.9);
        var losses = new List<double>();
        for (int epoch = 0; epoch < 3; epoch++)
        {
            double loss = 0;
            foreach (Batch batch in batches)
            {
                optimizer.ZeroGrad();
                Tensor one = other.Call(batch.Inputs).CrossEntropy(batch.Targets);
                one.Backward();
                optimizer.Step();
                average.Update();
                loss += one.Item() * batch.Count;
            }

            losses.Add(loss / train.Count);
        }

        report.Epochs.Select(epoch => epoch.Loss).ShouldBe(losses);
        ParameterDigest.Of(model).ShouldBe(ParameterDigest.Of(other));
        using (average.Apply())
        {
            report.ParametersSha256.ShouldBe(ParameterDigest.Of(other));
            report.Score.Loss.ShouldBe(ClassifierScore.Of(other, new DataLoader(test, 256), Classes).Loss);
        }

        report.ParametersSha256.ShouldNotBe(ParameterDigest.Of(other));
        report.Interrupted.ShouldBeFalse();
        report.Gradients.ClippedSteps.ShouldBeGreaterThan(0);
        report.Epochs.Select(epoch => (epoch.Epoch, epoch.Epochs, epoch.Samples)).ShouldBe([(1, 3, 30), (2, 3, 30), (3, 3, 30)]);
        report.Epochs[^1].TestAccuracy.ShouldBe(report.Score.Accuracy);
    }

    [Fact]
    public void An_observer_is_told_of_every_step_and_epoch()
    {
        (TensorDataset train, TensorDataset test) = Data();
        var seen = new Recorder();
        TrainingReport report = new Trainer(Model(new Generator(1)), new TrainingOptions { Epochs = 2, BatchSize = 10 })
            .Fit(train, test, Classes, seen);

        seen.Steps.Select(step => step.Done).ShouldBe([1 / 6.0, 2 / 6.0, 3 / 6.0, 4 / 6.0, 5 / 6.0, 1.0], 1e-12);
        seen.Steps.Select(step => step.Epoch.Samples).ShouldBe([10, 20, 30, 10, 20, 30]);
        seen.Steps[^1].Left.ShouldBe(TimeSpan.Zero);
        seen.Steps[2].Left.ShouldBeGreaterThan(TimeSpan.Zero);
        seen.Epochs.ShouldBe(report.Epochs);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(2, 1, 20)]
    [InlineData(3, 1, 30)]
    [InlineData(4, 2, 10)]
    public void A_cancelled_training_is_reported_as_far_as_it_came(int steps, int epochs, int samples)
    {
        (TensorDataset train, TensorDataset test) = Data();
        using var stop = new CancellationTokenSource();
        if (steps == 0) stop.Cancel();
        var seen = new Recorder { Then = count => { if (count == steps) stop.Cancel(); } };

        TrainingReport report = new Trainer(Model(new Generator(1)), new TrainingOptions { Epochs = 5, BatchSize = 10 })
            .Fit(train, test, Classes, seen, stop.Token);

        report.Interrupted.ShouldBeTrue();
        seen.Steps.Count.ShouldBe(steps);
        report.Epochs.Count.ShouldBe(epochs);
        if (epochs > 0) report.Epochs[^1].Samples.ShouldBe(samples);
        report.Score.Count.ShouldBe(test.Count);
    }

    [Fact]
    public void Gradients_that_are_not_finite_are_skipped_or_refused()
    {
        var inputs = Tensor.From(new double[,] { { double.NaN, 1 } });
        var data = new TensorDataset(inputs, Tensor.Of(0L));
        Module model = Model(new Generator(1));
        string before = ParameterDigest.Of(model);

        TrainingReport report = new Trainer(model, new TrainingOptions { Epochs = 2 }).Fit(data, Data().Test, Classes);

        report.Gradients.NotFinite.ShouldBe(2 * model.Parameters().Count);
        ParameterDigest.Of(model).ShouldBe(before);
        var strict = new Trainer(model, new TrainingOptions { NotFinite = GradientChoice.Fail });
        Should.Throw<AdjointException>(() => strict.Fit(data, data, Classes)).Message.ShouldContain("not finite");
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        Module model = Model(new Generator(1));
        Refused(new TrainingOptions { Epochs = 0 }).ShouldBe("TrainingOptions: Epochs of 0 must be at least 1.");
        Refused(new TrainingOptions { BatchSize = -1 }).ShouldContain("BatchSize of -1");
        Refused(new TrainingOptions { TestBatchSize = 0 }).ShouldContain("TestBatchSize");
        Refused(new TrainingOptions { AverageDecay = 1 }).ShouldContain("decay of 1");
        Refused(new TrainingOptions { Rule = new AdamRule(Beta1: 2) }).ShouldContain("beta1 of 2");

        string Refused(TrainingOptions options) => Should.Throw<AdjointException>(() => new Trainer(model, options)).Message;
    }

    private static Sequential Model(Generator random) => new(
        new Linear(2, 8, generator: random, dtype: DType.Float64), new Tanh(),
        new Linear(8, Classes, generator: random, dtype: DType.Float64));

    private static (TensorDataset Train, TensorDataset Test) Data()
    {
        var random = new Generator(3);
        return (Part(30), Part(12));

        TensorDataset Part(int count)
        {
            Tensor inputs = Tensor.Normal([count, 2], dtype: DType.Float64, generator: random);
            return new TensorDataset(inputs, Tensor.From<long>([.. Enumerable.Range(0, count).Select(i => (long)(i % Classes))]));
        }
    }

    private sealed class Recorder : ITrainingObserver
    {
        public List<TrainingProgress> Steps { get; } = [];

        public List<EpochReport> Epochs { get; } = [];

        public Action<int>? Then { get; init; }

        public void OnStep(TrainingProgress progress)
        {
            Steps.Add(progress);
            Then?.Invoke(Steps.Count);
        }

        public void OnEpoch(EpochReport epoch) => Epochs.Add(epoch);
    }
}
