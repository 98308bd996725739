using Adjoint.Models;
using Adjoint.Nn;
using Adjoint.Optim;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Graphs;

/// <summary>A captured training step does what the eager one does, bit for bit.</summary>
public sealed partial class CapturedStepTests
{
    private const int Steps = 20;

    public static TheoryData<string> Rules => ["sgd", "adam", "adamw", "rmsprop", "nadam", "clipped", "ascent", "mixed"];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_network_is_trained_as_eagerly(string rule) => ShouldAgree(Network, net => Optimizer(rule, net));

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads() =>
        Threads.ShouldAgree(() =>
        {
            var run = new Training(Network, net => Optimizer("adam", net));
            run.Captured(3, Images);
            return [.. run.Bits().SelectMany(BitConverter.GetBytes)];
        });

    [Theory]
    [InlineData("momentum null")]
    [InlineData("instance norm")]
    [InlineData("alpha dropout")]
    [InlineData("random slopes")]
    [InlineData("stochastic depth")]
    [InlineData("siamese")]
    [InlineData("counter")]
    [InlineData("average")]
    [InlineData("computed weight")]
    public void Layers_with_state_and_draws_are_trained_as_eagerly(string layer) =>
        ShouldAgree(random => With(Layer(layer, random), random), net => Optimizer("sgd", net));

    [Fact]
    public void An_embedding_of_limited_norm_is_trained_as_eagerly() => ShouldAgree(
        random => new Sequential(
            new Embedding(12, 6, paddingIdx: 0, maxNorm: 0.7, generator: random), new Flatten(), new Linear(24, 5, generator: random)),
        net => Optimizer("sgd", net),
        step => Tensor.Uniform([8, 4], 0, 12, new Generator((ulong)(50 + step))).To(DType.Int64));

    [Fact]
    public void Each_replay_draws_a_mask_of_its_own()
    {
        var dropout = new Dropout(0.5, new Generator(1));
        Graph graph = Graph.Capture(x => [dropout.Call(x[0])], new Spec(DType.Float32, [100]));
        Tensor ones = Tensor.Ones([100]);

        float[] first = graph.Run(ones)[0].ToArray<float>(), second = graph.Run(ones)[0].ToArray<float>();

        second.ShouldNotBe(first);
        var eager = new Dropout(0.5, new Generator(1));
        eager.Call(ones).ToArray<float>().ShouldBe(first);
        eager.Call(ones).ToArray<float>().ShouldBe(second);
    }

    [Fact]
    public void Capturing_changes_nothing()
    {
        var run = new Training(Network, net => Optimizer("adam", net));
        run.Eager(2, Images);
        Tensor parameter = run.Net.Parameters()[0];
        Tensor gradient = parameter.Grad!;
        float[] values = gradient.ToArray<float>();
        long[] before = run.Bits();

        run.Capture(Images(0));

        run.Bits().ShouldBe(before);
        parameter.Grad.ShouldBeSameAs(gradient);
        gradient.ToArray<float>().ShouldBe(values);
        run.Net.Parameters().ShouldAllBe(p => !p.Grad!.IsSymbolic);
    }

    [Fact]
    public void A_captured_evaluation_reads_the_parameters_and_averages_of_the_moment()
    {
        var run = new Training(Network, net => Optimizer("sgd", net));
        Tensor x = Images(7);
        run.Net.Eval();
        Graph evaluation = Graph.Capture(t => [run.Net.Call(t[0])], new Spec(x.DType, x.Shape));
        float[] before = evaluation.Run(x)[0].Detach().ToArray<float>();
        run.Net.Train();
        run.Captured(3, Images);
        run.Net.Eval();

        float[] after = evaluation.Run(x)[0].Detach().ToArray<float>();

        after.ShouldNotBe(before);
        after.ShouldBe(run.Net.Call(x).Detach().ToArray<float>());
    }

    [Fact]
    public void Several_steps_fit_into_one_capture()
    {
        (Tensor eager, SGD first) = Problem();
        (Tensor captured, SGD second) = Problem();
        Tensor x = Tensor.Of(0.5, -1, 2);
        Graph graph = Graph.Capture(t => [Twice(captured, second, t[0])], new Spec(DType.Float64, [3]));
        for (int i = 0; i < 5; i++) graph.Run(x)[0].Item().ShouldBe(Twice(eager, first, x).Item());
        captured.ToArray<double>().ShouldBe(eager.ToArray<double>());
        second.Steps.ShouldBe(10);

        static (Tensor Weight, SGD Optimizer) Problem()
        {
            Tensor weight = Tensor.Of(1.0, 2, 3).WithGrad();
            return (weight, new SGD([weight], new SGDRule(0.1, Momentum: 0.9)));
        }

        static Tensor Twice(Tensor weight, SGD optimizer, Tensor x)
        {
            Tensor loss = null!;
            for (int i = 0; i < 2; i++)
            {
                optimizer.ZeroGrad();
                loss = (weight.Square() * x).Sum() + weight.Detach().Sum();
                loss.Backward();
                (weight * x).Sin().Sum().Backward();
                optimizer.Step();
            }

            return loss.Detach();
        }
    }

    [Fact]
    public void A_state_that_is_loaded_after_the_capture_is_gone_on_with()
    {
        var eager = new Training(Network, net => Optimizer("adam", net));
        var captured = new Training(Network, net => Optimizer("adam", net));
        Graph graph = captured.Capture(Images(0));
        eager.Eager(3, Images);
        captured.Net.LoadStateDict(eager.Net.StateDict());
        captured.Optimizer.LoadStateDict(eager.Optimizer.StateDict());
        captured.Random.Stream = eager.Random.Stream;

        captured.Losses.Add(graph.Run(Images(3), Training.Classes)[0].Item());
        captured.Losses.InsertRange(0, eager.Losses);
        eager.Eager(1, step => Images(step + 3));

        captured.Bits().ShouldBe(eager.Bits());
    }

    [Fact]
    public void A_gradient_that_is_not_finite_fails_and_changes_nothing()
    {
        Tensor weight = Tensor.Of(1.0, 2).WithGrad();
        var optimizer = new Adam([weight], 0.1);
        Graph graph = Graph.Capture(
            t =>
            {
                optimizer.ZeroGrad();
                (weight * t[0]).Sum().Backward();
                optimizer.Step();
                return [];
            },
            new Spec(DType.Float64, [2]));
        graph.Run(Tensor.Of(1.0, 1));
        double[] before = weight.ToArray<double>();

        Should.Throw<AdjointException>(() => graph.Run(Tensor.Of(1.0, double.NaN))).Message.ShouldContain("is not finite");

        weight.ToArray<double>().ShouldBe(before);
        (optimizer.Steps, optimizer.Gradients.NotFinite, optimizer.Gradients.Ordinary).ShouldBe((1, 1, 1));
        optimizer.StateDict()["state.0.step"].Item().ShouldBe(1);
    }

    [Fact]
    public void What_cannot_be_captured_says_so()
    {
        Tensor weight = Tensor.Of(1.0, 2).WithGrad();
        Fails(new Optimizer([weight], new LambRule())).ShouldContain(new LambRule().Name());
        Fails(new Adam([weight]) { AccumulationSteps = 2 }).ShouldContain("AccumulationSteps");
        Fails(new Adam([weight]) { NotFinite = GradientChoice.Skip }).ShouldContain("NotFinite");
        Fails(new Adam([weight]) { Observer = _ => { } }).ShouldContain("Observer");
        Fails(new Adam([weight]), () => GradientClip.ByNorm(1).Apply([weight])).ShouldContain("Optimizer.Clip");
        Fails(new Adam([weight]), () => weight.Norm().Item()).ShouldContain("no values");
        weight.Grad = Tensor.Of(1.0, 1);
        Should.Throw<GraphException>(() => Graph.Capture(_ =>
        {
            weight.Sum().Backward();
            return [];
        })).Message.ShouldContain("ZeroGrad");
        weight.ToArray<double>().ShouldBe([1.0, 2]);

        string Fails(Optimizer optimizer, Action? before = null) => Should.Throw<GraphException>(() => Graph.Capture(
            x =>
            {
                optimizer.ZeroGrad();
                (weight * x[0]).Sum().Backward();
                before?.Invoke();
                optimizer.Step();
                return [];
            },
            new Spec(DType.Float64, [2]))).Message;
    }

    [Fact]
    public void Memory_that_was_changed_in_part_cannot_be_read_as_a_whole()
    {
        Tensor buffer = Tensor.Zeros([4]);
        Graph parts = Graph.Capture(
            x =>
            {
                buffer.Narrow(0, 0, 2).CopyFrom(x[0]);
                buffer.Narrow(0, 2, 2).AddInPlace(x[0]);
                return [buffer.Narrow(0, 2, 2) * 2];
            },
            new Spec(DType.Float32, [2]));
        parts.Run(Tensor.Of(1f, 2))[0].ToArray<float>().ShouldBe([2f, 4]);
        parts.Run(Tensor.Of(1f, 2))[0].ToArray<float>().ShouldBe([4f, 8]);
        buffer.ToArray<float>().ShouldBe([1f, 2, 2, 4]);

        Should.Throw<GraphException>(() => Graph.Capture(
            x =>
            {
                buffer.Narrow(0, 0, 2).CopyFrom(x[0]);
                return [buffer.Sum()];
            },
            new Spec(DType.Float32, [2]))).Message.ShouldContain("shares memory");
    }

    private static void ShouldAgree(Func<Generator, Module> network, Func<Module, Optimizer> optimizer, Func<int, Tensor>? images = null)
    {
        var eager = new Training(network, optimizer);
        var captured = new Training(network, optimizer);
        eager.Eager(Steps, images ?? Images);
        captured.Captured(Steps, images ?? Images);
        captured.Losses.ShouldBe(eager.Losses);
        captured.Bits().ShouldBe(eager.Bits());
        captured.Optimizer.Gradients.ShouldBe(eager.Optimizer.Gradients);
        captured.Optimizer.GradientNorm.ShouldBe(eager.Optimizer.GradientNorm);
    }

    private static Tensor Images(int step) => Tensor.Normal([8, 3, 8, 8], generator: new Generator((ulong)(100 + step)));

    private static Optimizer Optimizer(string rule, Module net) => rule switch
    {
        "sgd" => new Optimizer(net.Parameters(), new SGDRule(0.05, Momentum: 0.9, WeightDecay: 1e-3)),
        "adam" => new Optimizer(net.Parameters(), new AdamRule(0.01)),
        "adamw" => new Optimizer(net.Parameters(), new AdamWRule(0.01)),
        "rmsprop" => new Optimizer(net.Parameters(), new RMSpropRule(0.01)) { Schedule = new StepLR(4) },
        "nadam" => new Optimizer(net.Parameters(), new NAdamRule(0.01)),
        "clipped" => new Optimizer(net.Parameters(), new AdamRule(0.01)) { Clip = GradientClip.ByNorm(0.5) },
        "ascent" => new Optimizer(net.Parameters(), new SGDRule(0.001) { Maximize = true }) { Clip = GradientClip.ByValue(0.01) },
        _ => new Optimizer(
            [
                new ParameterGroup(net.Parameters().Take(2), new SGDRule(0.05)),
                new ParameterGroup(net.Parameters().Skip(2), new AdamRule(0.01)),
            ]),
    };

    private static Sequential Network(Generator random) => new(
        new Conv2d(3, 4, 3, padding: 1, generator: random), new ReLU(), new BatchNorm2d(4), new MaxPool2d(2), new Dropout(0.3, random),
        new Conv2d(4, 6, 3, generator: random), new ReLU(), new Flatten(), new Linear(24, 5, generator: random));

    private static Sequential With(Module layer, Generator random) =>
        new(new Conv2d(3, 4, 3, generator: random), layer, new Flatten(), new Linear(4 * 36, 5, generator: random));

    private static Module Layer(string name, Generator random) => name switch
    {
        "momentum null" => new BatchNorm2d(4, momentum: null),
        "instance norm" => new InstanceNorm2d(4, affine: true, trackRunningStats: true),
        "alpha dropout" => new AlphaDropout(0.3, random),
        "random slopes" => new RReLU(generator: random),
        "stochastic depth" => new Residual(new StochasticDepth(0.4, random)),
        "siamese" => new Siamese(new BatchNorm2d(4)),
        "counter" => new Counter(),
        "average" => new MovingAverage(),
        _ => new ComputedWeight(random),
    };

    /// <summary>A network, its optimizer and generator, and the losses of its steps.</summary>
    private sealed class Training
    {
        public Training(Func<Generator, Module> network, Func<Module, Optimizer> optimizer)
        {
            Net = network(Random);
            Optimizer = optimizer(Net);
        }

        public static Tensor Classes { get; } = Tensor.Of(0L, 1, 2, 3, 4, 0, 1, 2);

        public Generator Random { get; } = new(11);

        public Module Net { get; }

        public Optimizer Optimizer { get; }

        public List<double> Losses { get; } = [];

        public void Eager(int steps, Func<int, Tensor> images) => Train(steps, images, x => Step(x)[0]);

        public void Captured(int steps, Func<int, Tensor> images)
        {
            Graph graph = Capture(images(0));
            Train(steps, images, x => graph.Run(x)[0]);
        }

        public Graph Capture(Tensor images) =>
            Graph.Capture(Step, new Spec(images.DType, images.Shape), new Spec(Classes.DType, Classes.Shape));

        /// <summary>Everything that training changes.</summary>
        public long[] Bits() =>
        [
            .. Net.StateDict().Values.Concat(Optimizer.StateDict().Values)
                .SelectMany(tensor => tensor.Detach().To(DType.Float64).ToArray<double>())
                .Concat(Losses).Append(Random.Stream).Select(BitConverter.DoubleToInt64Bits),
        ];

        private void Train(int steps, Func<int, Tensor> images, Func<Tensor[], Tensor> step)
        {
            for (int i = 0; i < steps; i++)
            {
                if (i == 12) Optimizer.LearningRate *= 0.5;
                Losses.Add(step([images(i), Classes]).Item());
            }
        }

        private Tensor[] Step(Tensor[] x)
        {
            Optimizer.ZeroGrad();
            Tensor loss = Net.Call(x[0]).CrossEntropy(x[1]);
            loss.Backward();
            Optimizer.Step();
            return [loss];
        }
    }

    private sealed partial class Residual(Module inner) : Module
    {
        private readonly Module inner = inner;

        public override Tensor Forward(Tensor x) => x + inner.Call(x.Tanh());
    }

    private sealed partial class Siamese(Module inner) : Module
    {
        private readonly Module inner = inner;

        public override Tensor Forward(Tensor x) => inner.Call(x) + inner.Call(x.Square());
    }

    /// <summary>Counts its calls, and depends on the count before and after.</summary>
    private sealed partial class Counter : Module
    {
        [Buffer] private readonly Tensor count = Tensor.Scalar(0, DType.Int64);

        public override Tensor Forward(Tensor x)
        {
            Tensor before = 1 / (count.To(DType.Float32) + 1);
            count.AddInPlace(Tensor.Scalar(1, DType.Int64));
            return (x * before) + (x.Sin() / count.To(DType.Float32));
        }
    }

    private sealed partial class MovingAverage : Module
    {
        [Buffer] private readonly Tensor average = Tensor.Zeros([4, 1, 1]);

        public override Tensor Forward(Tensor x)
        {
            using (GradMode.Off()) average.MultiplyInPlace(0.9).AddInPlace(x.Mean([0, 2, 3]).Reshape(4, 1, 1), 0.1);
            return x - average;
        }
    }

    /// <summary>Uses what is computed of its parameter alone, a view of it, and it itself.</summary>
    private sealed partial class ComputedWeight(Generator random) : Module
    {
        [Parameter] private readonly Tensor weight = Tensor.Normal([6, 6], 0, 0.1, random).WithGrad();

        public override Tensor Forward(Tensor x) =>
            x.MatMul(weight.Abs()) + x.MatMul(weight.Transpose()) + (x * weight) + weight.Square().Mean();
    }
}
