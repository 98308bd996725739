using Adjoint.Optim;
using Adjoint.Tests.Reference;

namespace Adjoint.Tests.Optim;

/// <summary>Learning rates held to PyTorch's (Reference/optim/make.py), and to their formulas where PyTorch has none.</summary>
public class ScheduleTests
{
    private static readonly Rates Reference = Fixture.Read<Rates>("optim/schedules.json.gz");

    private static readonly Dictionary<string, Schedule> Schedules = new()
    {
        ["constant"] = new ConstantLR(0.25, 7),
        ["linear"] = new LinearLR(0.2, 0.9, 30),
        ["linear default"] = new LinearLR(),
        ["step"] = new StepLR(13, 0.6),
        ["multi-step"] = new MultiStepLR([10, 17, 17, 60], 0.5),
        ["exponential"] = new ExponentialLR(0.97),
        ["polynomial"] = new PolynomialLR(70, 2.5),
        ["cosine"] = new CosineAnnealingLR(50, 0.02),
        ["restarts"] = new CosineAnnealingWarmRestarts(9, 2, 0.01),
        ["restarts even"] = new CosineAnnealingWarmRestarts(11),
        ["one-cycle"] = new OneCycleLR(121),
        ["one-cycle linear"] = new OneCycleLR(121, 0.4, Linear: true, DivFactor: 10, FinalDivFactor: 100),
        ["one-cycle three"] = new OneCycleLR(121, ThreePhase: true),
        ["cyclic"] = new CyclicLR(0.9, 8, 12),
        ["cyclic halves"] = new CyclicLR(0.9, 10, CycleFactor: 0.5),
        ["cyclic fades"] = new CyclicLR(0.9, 10, StepFactor: 0.98),
        ["lambda"] = new LambdaLR(step => 1.0 / (1 + step)),
        ["sequential"] = new SequentialLR([new ConstantLR(0.1, 5), new ExponentialLR(0.9), new CosineAnnealingLR(30)], [8, 40]),
        ["chained"] = new ChainedScheduler(new ConstantLR(0.1, 5), new ExponentialLR(0.9)),
    };

    public static TheoryData<string> Names => [.. Reference.Schedules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_are_PyTorchs(string name)
    {
        double[] expected = Reference.Schedules[name];
        expected.Length.ShouldBe(120);
        for (int step = 0; step < expected.Length; step++)
            Schedules[name].At(step, Reference.Rate).ShouldBe(expected[step], 1e-12, $"step {step}");
    }

    [Theory]
    [InlineData("default")]
    [InlineData("absolute")]
    [InlineData("larger")]
    public void A_plateau_lowers_the_rate_when_PyTorch_does_and_resumes(string name)
    {
        Plateau expected = Reference.Plateaus[name];
        Tensor[] parameters = [Tensor.Ones([1]).WithGrad()];
        var optimizer = new SGD(parameters, 0.3);
        ReduceLROnPlateau plateau = Make(name, optimizer);
        for (int i = 0; i < expected.Measures.Length; i++)
        {
            plateau.Step(expected.Measures[i]);
            optimizer.LearningRate.ShouldBe(expected.Rates[i], 1e-12, $"measure {i}");
            if (i % 7 != 3) continue;
            var state = plateau.StateDict();
            plateau = Make(name, optimizer);
            plateau.LoadStateDict(state);
        }

        expected.Rates[^1].ShouldBeLessThan(0.1);
    }

    [Fact]
    public void A_schedule_allocates_nothing_and_forgets_what_it_was_asked_before()
    {
        foreach (Schedule schedule in Schedules.Values.Append(new WarmupCosineLR(3, 50)).Append(new WarmupLR(3, new InverseSqrtLR(5))))
        {
            double twenty = schedule.At(20, 0.3);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (long step = 100; step >= 0; step--) schedule.At(step, 0.3);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0, schedule.ToString());
            schedule.At(20, 0.3).ShouldBe(twenty);
        }
    }

    [Fact]
    public void Warm_up_begins_with_the_first_step_and_then_hands_over()
    {
        var warmup = new WarmupLR(4, new StepLR(2, 0.5));
        Rate(warmup, 9).ShouldBe([0.25, 0.5, 0.75, 1, 1, 1, 0.5, 0.5, 0.25], 1e-15);
        Rate(new WarmupLR(0), 2).ShouldBe([1, 1]);
    }

    [Fact]
    public void Warm_up_then_cosine_goes_up_down_and_stays_down()
    {
        double[] rates = Rate(new WarmupCosineLR(2, 6, 0.1), 9);
        double[] expected =
            [0.5, 1, 1, 0.1 + (0.9 * (1 + Math.Cos(Math.PI / 4)) / 2), 0.55, 0.1 + (0.9 * (1 - Math.Cos(Math.PI / 4)) / 2), 0.1, 0.1, 0.1];
        rates.ShouldBe(expected, 1e-15);
    }

    [Fact]
    public void The_inverse_root_meets_the_line_at_its_peak()
    {
        double[] rates = Rate(new InverseSqrtLR(4), 16);
        rates[..4].ShouldBe([0.25, 0.5, 0.75, 1], 1e-15);
        rates[15].ShouldBe(0.5, 1e-15);
    }

    [Fact]
    public void Settings_out_of_range_are_refused_when_an_optimizer_gets_them()
    {
        var optimizer = new SGD([Tensor.Ones([1]).WithGrad()]);
        Refused(new StepLR(0)).ShouldBe("StepLR: every of 0 must be at least 1.");
        Refused(new ExponentialLR(double.NaN)).ShouldContain("gamma of NaN");
        Refused(new OneCycleLR(10, 1.5)).ShouldContain("rise of 1.5 must be within 0 to 1");
        Refused(new WarmupLR(3, new PolynomialLR(-1))).ShouldContain("steps of -1");
        Refused(new WarmupCosineLR(10, 10)).ShouldContain("steps of 10 must be above those of the warm-up");
        Refused(new SequentialLR([new LinearLR()], [3])).ShouldContain("milestones");
        Refused(new ChainedScheduler(new ConstantLR(-1))).ShouldContain("factor of -1");
        Should.Throw<AdjointException>(() => new ReduceLROnPlateau(optimizer, factor: 1)).Message.ShouldContain("factor of 1");

        string Refused(Schedule schedule) => Should.Throw<AdjointException>(() => optimizer.Schedule = schedule).Message;
    }

    private static double[] Rate(Schedule schedule, int steps) => [.. Enumerable.Range(0, steps).Select(step => schedule.At(step, 1))];

    private static ReduceLROnPlateau Make(string name, Optimizer optimizer) => name switch
    {
        "default" => new ReduceLROnPlateau(optimizer, patience: 3),
        "absolute" => new ReduceLROnPlateau(
            optimizer, patience: 2, threshold: 0.05, absolute: true, factor: 0.5, cooldown: 4, minLr: 0.01),
        _ => new ReduceLROnPlateau(optimizer, patience: 4, larger: true, threshold: 0.1, factor: 0.3),
    };

    private sealed record Rates(double Rate, Dictionary<string, double[]> Schedules, Dictionary<string, Plateau> Plateaus);

    private sealed record Plateau(double[] Measures, double[] Rates);
}
