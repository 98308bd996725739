using Adjoint.Optim;

namespace Adjoint.Tests.Optim;

public class WeightAverageTests
{
    [Fact]
    public void The_first_update_copies_and_the_others_follow_the_formula()
    {
        Tensor parameter = Tensor.Of(1.0, 2.0);
        var exponential = WeightAverage.Exponential([parameter], 0.9);
        var equal = WeightAverage.Equal([parameter]);
        double[] values = [3, 5, 10];
        foreach (double value in values)
        {
            parameter.Fill(value);
            exponential.Update();
            equal.Update();
        }

        exponential.Averages[0].ToArray<double>()[1].ShouldBe((0.9 * ((0.9 * 3) + (0.1 * 5))) + (0.1 * 10), 1e-14);
        equal.Averages[0].ToArray<double>()[0].ShouldBe(6, 1e-14);
        equal.Updates.ShouldBe(3);
    }

    [Fact]
    public void Averages_stand_in_for_the_parameters_until_the_scope_ends()
    {
        Tensor parameter = Tensor.Ones([3]).WithGrad();
        var average = WeightAverage.Equal([parameter]);
        average.Update();
        using (GradMode.Off()) parameter.Fill(5);

        using (average.Apply()) parameter.ToArray<float>().ShouldBe([1, 1, 1]);

        parameter.ToArray<float>().ShouldBe([5, 5, 5]);
    }

    [Fact]
    public void A_resumed_average_goes_on_bit_for_bit()
    {
        Tensor parameter = Tensor.Normal([7], generator: new Generator(3));
        var one = WeightAverage.Exponential([parameter], 0.97);
        one.Update();
        var other = WeightAverage.Exponential([parameter], 0.97);
        other.LoadStateDict(one.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Clone()));
        parameter.Fill(0.3);
        one.Update();
        other.Update();
        other.Averages[0].ToArray<float>().ShouldBe(one.Averages[0].ToArray<float>());
        Should.Throw<AdjointException>(() => other.LoadStateDict(new Dictionary<string, Tensor>())).Message.ShouldContain("n_averaged");
        Should.Throw<AdjointException>(() => WeightAverage.Exponential([parameter], 1)).Message.ShouldContain("decay of 1");
        Should.Throw<AdjointException>(() => WeightAverage.Equal([])).Message.ShouldContain("no parameters");
    }
}
