using Adjoint.Ops;
using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

public sealed class CompiledTests
{
    [Fact]
    public void A_function_of_numbers_gives_value_and_gradient()
    {
        Compiled f = Compiled.Of(Expression.Parse("(x^2/log(x) + c)*(x^2/log(x) - c)"));
        var gradient = new double[2];
        f.ValueAndGradient([3, 5], gradient).ShouldBe(42.11137142490805, 1e-13);
        f.Value([3, 5]).ShouldBe(42.11137142490805, 1e-13);
        gradient[0].ShouldBe(48.75689335076092, 1e-13);
        gradient[1].ShouldBe(-10);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(514)]
    [InlineData(1537)]
    [InlineData(100_000)]
    public void Rosenbrock_of_a_vector_is_the_plain_loop(int count)
    {
        double[] x = Point(count);
        var gradient = new double[count];
        var expected = new double[count];
        Compiled f = Compiled.Of(Rosenbrock, [count]);
        double value = f.ValueAndGradient(x, gradient);
        value.ShouldBe(PlainRosenbrock(x, expected), 1e-12 * value);
        f.Value(x).ShouldBe(value);
        for (int i = 0; i < count; i++) gradient[i].ShouldBe(expected[i], 1e-11);
    }

    [Fact]
    public void Rosenbrock_of_single_numbers_and_of_elements_of_a_vector_is_the_plain_loop()
    {
        const int count = 3000;
        double[] x = Point(count);
        var expected = new double[count];
        double value = PlainRosenbrock(x, expected);
        var numbers = new Spec[count];
        Array.Fill(numbers, new Spec(DType.Float64, Shape.Scalar));
        Compiled[] functions =
        [
            Compiled.Of(Graph.Capture(v => [Unrolled(i => v[i], count)], numbers)),
            Compiled.Of(v => Unrolled(i => v[i], count), [count]),
        ];
        foreach (Compiled f in functions)
        {
            var gradient = new double[count];
            f.ValueAndGradient(x, gradient).ShouldBe(value, 1e-11 * value);
            for (int i = 0; i < count; i++) gradient[i].ShouldBe(expected[i], 1e-11);
        }
    }

    [Fact]
    public void A_long_chain_of_numbers_is_no_deeper_than_a_short_one()
    {
        const int length = 100_000;
        Compiled f = Compiled.Of(
            x =>
            {
                Tensor y = x;
                for (int i = 0; i < length; i++) y = (y * 0.5) + x;
                return y;
            },
            []);
        var gradient = new double[1];
        f.ValueAndGradient([3], gradient).ShouldBe(6, 1e-12);
        gradient[0].ShouldBe(2, 1e-12);
    }

    [Fact]
    public void A_constant_has_no_slope()
    {
        var gradient = new double[] { 7, 7 };
        Compiled.Of(x => (x * 0).Sum() + 3, [2]).ValueAndGradient([1, 2], gradient).ShouldBe(3);
        gradient.ShouldBe([0, 0]);
        Compiled.Of(Expression.Parse("2*pi")).Value([]).ShouldBe(2 * Math.PI);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        Compiled numbers = Compiled.Of(Expression.Parse("sigmoid(x)*max(x, y)^y + atan(y) + exp(sin(x*y))"));
        Compiled rows = Compiled.Of(x => Rosenbrock(x) + x.Tanh().Sum() * x.Exp().Sum().Log(), [5000]);
        double[] x = Point(5000);
        var gradient = new double[5000];
        double total = 0;
        // The runtime itself may allocate now and then; what a run allocates would show every time.
        Enumerable.Range(0, 10).Min(_ => Allocated()).ShouldBe(0);
        double.IsFinite(total).ShouldBeTrue();

        long Allocated()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++) Run();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Run()
        {
            total += numbers.ValueAndGradient([1.5, 2.5], gradient.AsSpan(0, 2)) + numbers.Value([1.5, 2.5]);
            total += rows.ValueAndGradient(x, gradient) + rows.Value(x);
        }
    }

    [Fact]
    public void Every_operation_of_the_table_that_takes_reals_agrees_with_the_engine()
    {
        int compared = 0;
        foreach (OpCase c in OpTable.Cases)
        {
            if (!c.Inputs.All(i => i.IsReal) || c.Inputs.Any(i => i.Shape.Numel == 0)) continue;
            Tensor[] inputs = [.. c.Inputs.Select((input, i) => input.Draw(new Generator((ulong)i + 3)))];
            Tensor Function(Tensor[] x)
            {
                Tensor y = c.Apply(x);
                return (y.DType == DType.Float64 ? y : y.To(DType.Float64)).Sum().Sin();
            }

            Compiled f;
            try
            {
                f = Compiled.Of(Graph.Capture(x => [Function(x)], [.. inputs.Select(x => new Spec(x.DType, x.Shape))]));
            }
            catch (GraphException e) when (e.Message.StartsWith("Compiled:", StringComparison.Ordinal))
            {
                continue;
            }

            compared++;
            Tensor[] leaves = [.. inputs.Select(x => x.Detach().Clone().WithGrad())];
            Tensor expected = Function(leaves);
            if (expected.RequiresGrad) expected.Backward();
            double[] point = [.. inputs.SelectMany(x => x.ToArray<double>())];
            var gradient = new double[point.Length];
            f.ValueAndGradient(point, gradient).ShouldBe(expected.Item(), 1e-12, c.ToString());
            double[] exact = [.. leaves.SelectMany(x => x.Grad?.ToArray<double>() ?? new double[x.Numel])];
            for (int i = 0; i < exact.Length; i++) gradient[i].ShouldBe(exact[i], 1e-10 * Math.Max(1, Math.Abs(exact[i])), c.ToString());
        }

        compared.ShouldBeGreaterThan(400);
    }

    [Fact]
    public void Misuse_is_explained()
    {
        Should.Throw<ShapeException>(() => Compiled.Of(x => x * 2, [3])).Message.ShouldContain("Sum()");
        Should.Throw<DTypeException>(
            () => Compiled.Of(Graph.Capture(x => [x[0].Sum()], new Spec(DType.Float32, [3])))).Message.ShouldContain("float32");
        Compiled f = Compiled.Of(x => x.Sum(), [3]);
        Should.Throw<ShapeException>(() => f.Value([1, 2])).Message.ShouldContain("2 numbers");
        Should.Throw<ShapeException>(() => f.ValueAndGradient([1, 2, 3], new double[4])).Message.ShouldContain("4 numbers");
        Should.Throw<GraphException>(() => Compiled.Of(x => x.To(DType.Float32).Sum(), [3])).Message.ShouldContain("float32");
    }

    [Fact]
    public void A_copy_runs_beside_the_original()
    {
        Compiled f = Compiled.Of(Rosenbrock, [2000]);
        double[] x = Point(2000);
        double value = f.Value(x);
        Parallel.For(0, 4, _ =>
        {
            Compiled own = f.Copy();
            for (int i = 0; i < 50; i++) own.Value(x).ShouldBe(value);
        });
    }

    [Fact]
    public void What_is_computed_of_parameters_while_capturing_is_a_constant()
    {
        Tensor weight = Tensor.Full([1000], 2, DType.Float64).WithGrad();
        Tensor shift = Tensor.Full([1000], 3, DType.Float64);
        Tensor number = Tensor.Scalar(4, DType.Float64).WithGrad();
        Compiled f = Compiled.Of(
            x =>
            {
                Tensor scale = (weight + shift).Square();
                return ((scale * x) + (scale * x.Square())).Sum() * (number + 1);
            },
            [1000]);
        var point = new double[1000];
        point.AsSpan().Fill(2);
        var gradient = new double[1000];
        f.ValueAndGradient(point, gradient).ShouldBe(1000 * 25 * (2 + 4) * 5);
        gradient.ShouldAllBe(g => g == 25 * (1 + 4) * 5);
    }

    [Fact]
    public void A_copy_of_a_program_on_whole_tensors_has_memory_of_its_own()
    {
        Compiled f = Compiled.Of(x => x.MatMul(x.Transpose()).Sum(), [3, 2]);
        Compiled copy = f.Copy();
        var gradient = new double[6];
        copy.ValueAndGradient([1, 2, 3, 4, 5, 6], gradient).ShouldBe(225);
        f.Value([1, 0, 0, 0, 0, 0]).ShouldBe(1);
        copy.Value([1, 2, 3, 4, 5, 6]).ShouldBe(225);
        gradient.ShouldBe([18, 24, 18, 24, 18, 24]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(3)]
    public void A_known_exponent_gives_what_the_engine_gives(double exponent)
    {
        Compiled f = Compiled.Of(x => x.Pow(exponent).Sum(), [4]);
        double[] point = [0, -0.0, 1.7, double.PositiveInfinity];
        var gradient = new double[4];
        Tensor x = Tensor.Wrap(point).WithGrad();
        Tensor y = x.Pow(exponent).Sum();
        y.Backward();
        f.ValueAndGradient(point, gradient).ShouldBe(y.Item());
        gradient.ShouldBe(x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Work_and_memory_grow_with_the_number_of_operations_and_no_faster()
    {
        (double calls, double bytes) small = Compile(2_000);
        (double calls, double bytes) large = Compile(32_000);
        (large.bytes / large.calls).ShouldBe(small.bytes / small.calls, 0.25 * small.bytes / small.calls);
        (large.bytes / large.calls).ShouldBeLessThan(3_000);

        static (double Calls, double Bytes) Compile(int count)
        {
            string Term(int i) => $"100*(x{i + 1} - x{i}^2)^2 + (1 - x{i})^2";
            Expression f = Expression.Parse(string.Join(" + ", Enumerable.Range(0, count).Select(Term)));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Compiled compiled = Compiled.Of(f);
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            compiled.Count.ShouldBe(count + 1);
            compiled.Instructions.ShouldBeInRange(10 * count, 17 * count);
            return (f.Graph.Calls.Count, bytes);
        }
    }

    private static Tensor Rosenbrock(Tensor x)
    {
        Tensor a = x[..^1];
        return (100 * (x[1..] - (a * a)).Square() + (1 - a).Square()).Sum();
    }

    private static Tensor Unrolled(Func<int, Tensor> x, int count)
    {
        Tensor? sum = null;
        for (int i = 0; i + 1 < count; i++)
        {
            Tensor a = x(i);
            Tensor term = (100 * (x(i + 1) - (a * a)).Square()) + (1 - a).Square();
            sum = sum is null ? term : sum + term;
        }

        return sum!;
    }

    private static double PlainRosenbrock(double[] x, double[] gradient)
    {
        double value = 0;
        for (int i = 0; i + 1 < x.Length; i++)
        {
            double u = x[i + 1] - (x[i] * x[i]);
            double r = 1 - x[i];
            value += (100 * u * u) + (r * r);
            gradient[i] += (-400 * u * x[i]) - (2 * r);
            gradient[i + 1] += 200 * u;
        }

        return value;
    }

    private static double[] Point(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 2) - 1)];
    }
}
