using Adjoint.Optim;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Optim;

[Collection(ThreadTests.Name)]
public class OptimizerTests
{
    private static readonly Func<Tensor[], Optimizer>[] Kinds =
    [
        p => new SGD(p, new SGDRule(0.1, Momentum: 0.9, WeightDecay: 0.01, Nesterov: true)),
        p => new Adam(p, new AdamRule(0.1, WeightDecay: 0.01)),
        p => new AdamW(p, new AdamWRule(0.1, Amsgrad: true)),
    ];

    [Fact]
    public void The_first_Adam_step_has_the_length_of_the_learning_rate_whatever_the_gradient()
    {
        Tensor parameter = Tensor.Zeros([3], DType.Float64).WithGrad();
        parameter.Grad = Tensor.Of(1e-3, -50.0, 7.0);

        new Adam([parameter], new AdamRule(0.25, Epsilon: 0)).Step();

        double[] values = parameter.ToArray<double>();
        values[0].ShouldBe(-0.25, 1e-15);
        values[1].ShouldBe(0.25, 1e-15);
        values[2].ShouldBe(-0.25, 1e-15);
    }

    [Fact]
    public void Adam_follows_the_formulas_written_out()
    {
        const double alpha = 0.05, beta1 = 0.8, beta2 = 0.9, epsilon = 1e-4, lambda = 0.1;
        double theta = 1.5, m = 0, v = 0;
        Tensor parameter = Tensor.Of(theta).WithGrad();
        var adam = new Adam([parameter], new AdamRule(alpha, beta1, beta2, epsilon, lambda));

        for (int t = 1; t <= 20; t++)
        {
            double slope = Math.Sin(t) * t;
            parameter.Grad = Tensor.Of(slope);
            adam.Step();

            double g = slope + (lambda * theta);
            m = (beta1 * m) + ((1 - beta1) * g);
            v = (beta2 * v) + ((1 - beta2) * g * g);
            double mHat = m / (1 - Math.Pow(beta1, t));
            double vHat = v / (1 - Math.Pow(beta2, t));
            theta -= alpha * mHat / (Math.Sqrt(vHat) + epsilon);
            parameter.Item().ShouldBe(theta, 1e-13);
        }
    }

    [Fact]
    public void Decoupled_decay_shrinks_by_rate_times_decay_where_there_is_no_slope()
    {
        Tensor coupled = Tensor.Of(2.0).WithGrad();
        Tensor decoupled = Tensor.Of(2.0).WithGrad();
        coupled.Grad = Tensor.Of(0.0);
        decoupled.Grad = Tensor.Of(0.0);

        new Adam([coupled], new AdamRule(0.1, WeightDecay: 0.5)).Step();
        new AdamW([decoupled], new AdamWRule(0.1, WeightDecay: 0.5)).Step();

        coupled.Item().ShouldBe(1.9, 1e-8);
        decoupled.Item().ShouldBe(2 * (1 - (0.1 * 0.5)), 1e-15);
    }

    [Fact]
    public void A_parameter_without_gradient_stays()
    {
        foreach (Func<Tensor[], Optimizer> kind in Kinds)
        {
            Tensor moved = Tensor.Ones([5]).WithGrad();
            Tensor kept = Tensor.Ones([5]).WithGrad();
            moved.Grad = Tensor.Ones([5]);

            kind([kept, moved]).Step();

            kept.ToArray<float>().ShouldAllBe(value => value == 1);
            moved.ToArray<float>().ShouldAllBe(value => value < 1);
        }
    }

    [Fact]
    public void A_step_is_seen_by_a_backward_pass_that_saved_the_parameter()
    {
        Tensor parameter = Tensor.Ones([2]).WithGrad();
        Tensor loss = (parameter * parameter).Sum();
        parameter.Grad = Tensor.Ones([2]);

        new SGD([parameter], 0.1).Step();

        Should.Throw<GraphException>(() => loss.Backward());
    }

    [Fact]
    public void A_changed_learning_rate_acts_at_the_next_step()
    {
        Tensor parameter = Tensor.Of(0.0).WithGrad();
        var sgd = new SGD([parameter], 0.1);
        parameter.Grad = Tensor.Of(1.0);
        sgd.Step();

        sgd.LearningRate = 0.01;
        sgd.Step();

        parameter.Item().ShouldBe(-0.11, 1e-15);
        Should.Throw<AdjointException>(() => sgd.LearningRate = double.NaN);
    }

    [Fact]
    public void A_gradient_that_is_a_strided_view_counts_by_its_elements()
    {
        Tensor parameter = Tensor.Zeros([2, 3], DType.Float64).WithGrad();
        parameter.Grad = Tensor.From(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }).Transpose();

        new SGD([parameter], 1).Step();

        parameter.ToArray<double>().ShouldBe([-1, -3, -5, -2, -4, -6]);
    }

    [Theory]
    [MemberData(nameof(Rules.Fused), MemberType = typeof(Rules))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        Threads.ShouldAgree(() =>
        {
            Tensor[] parameters = [.. new[] { 50_001, 3, 17, 70_000, 1 }.Select(
                (count, i) => Tensor.Normal([count], generator: new Generator((ulong)i)).WithGrad())];
            foreach (Tensor parameter in parameters)
                parameter.Grad = Tensor.Normal(parameter.Shape, generator: new Generator(9));
            var optimizer = new Optimizer(parameters, Rules.Of(name)) { Clip = GradientClip.ByNorm(1) };
            optimizer.Step();
            optimizer.Step();
            return System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(
                parameters.SelectMany(parameter => parameter.ToArray<float>()).ToArray()).ToArray();
        });
    }

    [Theory]
    [MemberData(nameof(Rules.Fused), MemberType = typeof(Rules))]
    public void Each_element_is_changed_the_same_wherever_it_lies(string name)
    {
        for (int count = 1; count < 40; count++)
        {
            Tensor parameter = Tensor.Full([count], 0.7).WithGrad();
            parameter.Grad = Tensor.Full([count], 0.3);
            new Optimizer([parameter], Rules.Of(name)).Step();
            float[] values = parameter.ToArray<float>();
            values.ShouldAllBe(value => value == values[0] && value < 0.7f);
        }
    }

    [Theory]
    [MemberData(nameof(Rules.Fused), MemberType = typeof(Rules))]
    public void A_steady_step_allocates_nothing(string name)
    {
        using var one = new Threads(1);
        Tensor[] parameters =
            [Tensor.Ones([1000]).WithGrad(), Tensor.Ones([10, 10]).WithGrad(), Tensor.Ones([3], DType.Float64).WithGrad()];
        foreach (Tensor parameter in parameters) parameter.Grad = Tensor.Ones(parameter.Shape, parameter.DType);
        var optimizer =
            new Optimizer(parameters, Rules.Of(name)) { Clip = GradientClip.ByNorm(1), Schedule = new WarmupLR(10, new StepLR(3)) };
        var average = WeightAverage.Exponential(parameters);
        for (int i = 0; i < 50; i++) Run();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Run();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Run()
        {
            optimizer.Step();
            average.Update();
        }
    }

    [Theory]
    [MemberData(nameof(Rules.Names), MemberType = typeof(Rules))]
    public void Being_watched_changes_no_bit_and_what_is_seen_adds_up(string name)
    {
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
        {
            (Tensor[] alone, Optimizer unseen) = Rules.Start(name, type);
            (Tensor[] watched, Optimizer seen) = Rules.Start(name, type);
            var traces = new List<StepTrace>();
            seen.Observer = traces.Add;
            Dictionary<Tensor, double[]> before = watched.ToDictionary(parameter => parameter, Values);
            for (int step = 0; step < 4; step++)
            {
                Rules.Step(unseen, alone, step);
                Rules.Step(seen, watched, step);
                for (int i = 0; i < alone.Length; i++) Values(watched[i]).ShouldBe(Values(alone[i]));
            }

            traces.Count.ShouldBeGreaterThanOrEqualTo(8);
            double tolerance = type == DType.Float32 ? 1e-6 : 1e-14;
            foreach (StepTrace trace in traces)
            {
                double[] now = Values(trace.Value!), update = Values(trace.Update!), decay = Values(trace.Decay!);
                for (int i = 0; i < now.Length; i++)
                    before[trace.Parameter][i].ShouldBe(now[i] + update[i] + decay[i], tolerance);
                before[trace.Parameter] = now;
            }

            foreach (Tensor parameter in watched) Values(parameter).ShouldBe(before[parameter]);
        }

        static double[] Values(Tensor tensor) => tensor.Detach().To(DType.Float64).ToArray<double>();
    }

    [Fact]
    public void Settings_that_cannot_be_are_refused()
    {
        Tensor[] one = [Tensor.Ones([2]).WithGrad()];

        Refused(() => new SGD([])).ShouldContain("no parameters");
        Refused(() => new SGD(one, -1)).ShouldContain("learningRate of -1");
        Refused(() => new Adam(one, double.NaN)).ShouldContain("learningRate of NaN");
        Refused(() => new Adam(one, new AdamRule(Beta1: 1))).ShouldBe("Adam: beta1 of 1 must be at least 0 and below 1.");
        Refused(() => new AdamW(one, new AdamWRule(Beta2: -0.5))).ShouldContain("AdamW: beta2 of -0.5");
        Refused(() => new Adam(one, new AdamRule(Epsilon: -1))).ShouldContain("epsilon");
        Refused(() => new Adam(one, new AdamRule(WeightDecay: -1))).ShouldContain("weightDecay");
        Refused(() => new SGD(one, new SGDRule(Momentum: -1))).ShouldContain("momentum");
        Refused(() => new SGD(one, new SGDRule(Nesterov: true))).ShouldContain("Nesterov");
        Refused(() => new SGD([one[0], one[0]])).ShouldContain("twice");
        Refused(() => new SGD([one[0] * 2])).ShouldContain("no leaf");
        Refused(() => new SGD([Tensor.Arange(3)])).ShouldContain("int64");
        Refused(() => new SGD([Tensor.Ones([2, 3]).Transpose()])).ShouldContain("view");
    }

    private static string Refused(Func<object> make) => Should.Throw<AdjointException>(make).Message;
}
