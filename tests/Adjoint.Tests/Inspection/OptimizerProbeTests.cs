using Adjoint.Inspection;
using Adjoint.Nn;
using Adjoint.Optim;

namespace Adjoint.Tests.Inspection;

public class OptimizerProbeTests
{
    [Fact]
    public void Each_step_of_each_parameter_is_recorded_by_name()
    {
        var net = new Sequential(new Linear(3, 2, generator: new Generator(1)), new Linear(2, 1, generator: new Generator(2)));
        var optimizer = new AdamW(net.Parameters(), new AdamWRule(0.1, WeightDecay: 0.5));
        using var probe = new OptimizerProbe(optimizer, net.NamedParameters());
        Tensor input = Tensor.Normal([8, 3], generator: new Generator(3));
        for (int step = 0; step < 3; step++)
        {
            optimizer.ZeroGrad();
            net.Forward(input).Square().Mean().Backward();
            optimizer.Step();
        }

        probe.Records.Count.ShouldBe(12);
        probe.Records.Take(4).Select(record => record.Parameter).ShouldBe(["0.weight", "0.bias", "1.weight", "1.bias"]);
        probe.Records.Select(record => record.Step).Distinct().ShouldBe([1L, 2L, 3L]);
        foreach (StepRecord record in probe.Records.Take(4)) record.SignAgreement.ShouldBe(1);
        probe.Records[0].SecondMoment!.Counts.Sum().ShouldBe(6);
    }

    [Fact]
    public void Numbers_are_those_of_the_step_written_out()
    {
        Tensor parameter = Tensor.Of(3.0, -4.0, 0.5).WithGrad();
        parameter.Grad = Tensor.Of(2.0, 0.0, -0.01);
        var optimizer = new AdamW([parameter], new AdamWRule(0.1, Epsilon: 0.5, WeightDecay: 0.2, Beta1: 0.5));
        using (var probe = new OptimizerProbe(optimizer))
        {
            optimizer.Step();

            double[] theta = [3, -4, 0.5], g = [2, 0, -0.01];
            double[] update = [.. g.Select(x => 0.1 * x / (Math.Abs(x) + 0.5))], decay = [.. theta.Select(x => 0.1 * 0.2 * x)];
            StepRecord record = probe.Records.ShouldHaveSingleItem();
            record.Parameter.ShouldBe("0");
            record.LearningRate.ShouldBe(0.1);
            record.UpdateToWeight.ShouldBe(Norm(update.Zip(decay, (u, d) => u + d)) / Norm(theta), 1e-14);
            record.DecayShare.ShouldBe(Norm(decay) / (Norm(decay) + Norm(update)), 1e-12);
            // The first moved against its gradient; the third was pulled the other way by its decay; the second has none.
            record.SignAgreement.ShouldBe(0.5);
            LogHistogram histogram = record.SecondMoment!;
            (histogram.Lowest, histogram.Zeros, histogram.Others).ShouldBe((-4, 1, 0));
            histogram.Counts[0].ShouldBe(1);
            histogram.Counts[^1].ShouldBe(1);
            histogram.Counts.Count.ShouldBe(5);
        }

        optimizer.Observer.ShouldBeNull();
        optimizer.Step();

        static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
    }

    [Fact]
    public void A_histogram_counts_what_has_no_place_in_it()
    {
        LogHistogram empty = LogHistogram.Of([]);
        empty.Counts.ShouldBeEmpty();
        LogHistogram odd = LogHistogram.Of([0, -1, double.NaN, double.PositiveInfinity, 5, 50]);
        (odd.Zeros, odd.Others, odd.Lowest).ShouldBe((1, 3, 0));
        odd.Counts.ShouldBe([1L, 1L]);
    }
}
