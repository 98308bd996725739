using System.Reflection;
using Adjoint.Core;
using Adjoint.Graphs;
using Adjoint.Ops;
using Adjoint.Optim;
using Adjoint.Tests.Tensors;

namespace Adjoint.Tests.Ops;

/// <summary>What holds for every operation, checked case by case over the op table.</summary>
public sealed class OpTableTests
{
    private static readonly Dictionary<string, OpCase> ByName = OpTable.Cases.ToDictionary(c => c.ToString());

    public static TheoryData<string> All => [.. ByName.Keys];

    public static TheoryData<string> Differentiable => [.. ByName.Values.Where(IsDifferentiable).Select(c => c.ToString())];

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void First_derivatives_match_differences(string name)
    {
        OpCase op = ByName[name];
        GradientCheck.First(x => [op.Apply(x)], Draw(op));
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Second_derivatives_match_differences(string name)
    {
        OpCase op = ByName[name];
        GradientCheck.Second(x => [op.Apply(x)], Draw(op));
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Forward_and_reverse_mode_are_transposes(string name)
    {
        OpCase op = ByName[name];
        Tensor[] x = Draw(op);
        Tensor[] real = [.. x.Where(t => t.RequiresGrad)];
        Tensor y = op.Apply(x);
        // Of nothing, the mean is NaN, and so is its tangent.
        if (!y.RequiresGrad || y.Detach().IsNaN().Any()) return;
        var random = new Generator(3);
        Tensor u = Tensor.Normal(y.Shape, generator: random, dtype: y.DType);
        Tensor[] v = [.. real.Select(t => Tensor.Normal(t.Shape, generator: random, dtype: t.DType))];
        Tensor pushed = Engine.Jvp(y, real, v);
        pushed.Shape.ShouldBe(y.Shape);
        pushed.RequiresGrad.ShouldBeFalse();
        Tensor?[] pulled = Engine.Grad([y], real, [u], allowUnused: true);
        double forward = (pushed * u).Sum().Item();
        double reverse = pulled.Select((g, i) => g is null ? 0 : (g * v[i]).Sum().Item()).Sum();
        forward.ShouldBe(reverse, 1e-9 * Math.Max(1, Math.Abs(forward)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Strided_inputs_give_the_same_values_and_gradients(string name)
    {
        OpCase op = ByName[name];
        Tensor[] plain = Draw(op);
        (Tensor y, Tensor?[] gradients) = Differentiate(op, plain);
        foreach (Func<Tensor, Tensor> layout in Layouts)
        {
            Tensor[] strided = [.. plain.Select(t => layout(t.Detach()).Detach().WithGrad(t.RequiresGrad))];
            for (int i = 0; i < strided.Length; i++) strided[i].Shape.ShouldBe(plain[i].Shape);
            (Tensor again, Tensor?[] others) = Differentiate(op, strided);
            ShouldBeClose(again, y, 1e-12);
            for (int i = 0; i < gradients.Length; i++)
            {
                (others[i] is null).ShouldBe(gradients[i] is null);
                if (gradients[i] is { } g) ShouldBeClose(others[i]!, g, 1e-12);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Float32_follows_float64(string name)
    {
        OpCase op = ByName[name];
        Tensor[] wide = Draw(op);
        Tensor[] narrow = [.. wide.Select(t => t.Detach().To(t.DType == DType.Float64 ? DType.Float32 : t.DType).WithGrad(t.RequiresGrad))];
        // The wide inputs are rounded too, so that only the arithmetic differs.
        for (int i = 0; i < wide.Length; i++)
            if (wide[i].RequiresGrad) wide[i] = narrow[i].Detach().To(DType.Float64).WithGrad();
        (Tensor expected, Tensor?[] gradients) = Differentiate(op, wide);
        (Tensor y, Tensor?[] others) = Differentiate(op, narrow);
        if (op.Method == "To") return;
        if (expected.DType == DType.Float64) y.DType.ShouldBe(DType.Float32);
        ShouldBeClose(y.To(expected.DType), expected, 2e-5);
        for (int i = 0; i < gradients.Length; i++)
            if (gradients[i] is { } g) ShouldBeClose(others[i]!.To(DType.Float64), g, 2e-4);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Half_precision_is_float32_rounded_once(string name)
    {
        OpCase op = ByName[name];
        if (!op.Inputs.Any(input => input.IsReal)) return; // nothing has such a type
        foreach (DType type in (DType[])[DType.Float16, DType.BFloat16])
        {
            Tensor[] narrow = [.. Draw(op).Select(t => t.Detach().To(t.DType == DType.Float64 ? type : t.DType).WithGrad(t.RequiresGrad))];
            Tensor[] wide = [.. narrow.Select(t => t.RequiresGrad ? t.Detach().To(DType.Float32).WithGrad() : t)];
            (Tensor expected, Tensor?[] gradients) = Differentiate(op, wide);
            (Tensor y, Tensor?[] others) = Differentiate(op, narrow);
            y.Shape.ShouldBe(expected.Shape);
            if (expected.DType == DType.Float32)
            {
                y.DType.ShouldBe(type);
                HalfTypes.Bits(y.Detach()).ShouldBe(HalfTypes.Bits(expected.Detach().To(type)));
            }
            else
            {
                y.DType.ShouldBe(expected.DType);
                ShouldBeClose(y.Detach(), expected.Detach(), 0);
            }

            // A derivative may be made of several operations, each of which rounds.
            double tolerance = type == DType.Float16 ? 0.01 : 0.08;
            others.Length.ShouldBe(gradients.Length);
            for (int i = 0; i < gradients.Length; i++)
            {
                (others[i] is null).ShouldBe(gradients[i] is null);
                if (others[i] is not { } g) continue;
                g.DType.ShouldBe(type);
                ShouldBeClose(g.To(DType.Float64), gradients[i]!.To(DType.Float64), tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_captured_call_infers_its_shape_and_replays_its_value(string name)
    {
        OpCase op = ByName[name];
        Tensor[] x = Draw(op);
        Tensor y = op.Apply(x);
        Graph graph = Graph.Capture(t => [op.Apply(t)], [.. x.Select(t => new Spec(t.DType, t.Shape))]);
        graph.Outputs[0].Shape.ShouldBe(y.Shape);
        graph.Outputs[0].DType.ShouldBe(y.DType);
        ShouldBeClose(graph.Run(x)[0].Detach(), y.Detach(), 0);
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void What_an_element_depends_on_is_within_its_reach(string name)
    {
        OpCase op = ByName[name];
        Tensor[] x = Draw(op);
        Tensor y = op.Apply(x);
        if (!y.RequiresGrad || y.Numel == 0) return;
        Tensor[] symbolic = [.. x.Select(t => t.RequiresGrad ? Tensor.Symbolic(t.Shape, t.DType) : t)];
        (Tensor result, Recording recording) = Recording.Of(() => op.Apply(symbolic));
        foreach (int element in (int[])[0, y.Numel / 2, y.Numel - 1])
        {
            Tensor unit = y.Reshape(-1).Narrow(0, element, 1).Sum();
            if (!unit.RequiresGrad) return;
            int rest = element;
            var places = new Extent[y.Rank];
            for (int axis = y.Rank - 1; axis >= 0; rest /= y.Shape[axis--]) places[axis] = Extent.At(rest % y.Shape[axis]);
            Dictionary<Value, Extent[]> reached = ReachBack.From(
                [.. recording.Calls.Select(c => c.Call)], result, places, withBorders: true);
            Tensor[] real = [.. x.Where(t => t.RequiresGrad)];
            Tensor?[] gradients = Engine.Grad([unit], real, retainGraph: true, allowUnused: true);
            for (int i = 0; i < x.Length; i++)
            {
                if (!x[i].RequiresGrad || gradients[Array.IndexOf(real, x[i])] is not { } gradient) continue;
                double[] values = gradient.ToArray<double>();
                for (int at = 0; at < values.Length; at++)
                {
                    if (values[at] is 0 or double.NaN) continue;
                    Extent[] reach = reached[symbolic[i].Value];
                    rest = at;
                    for (int axis = reach.Length - 1; axis >= 0; rest /= gradient.Shape[axis--])
                    {
                        int place = rest % gradient.Shape[axis];
                        (reach[axis].IsWhole || (reach[axis].First <= place && place <= reach[axis].Last)).ShouldBeTrue(
                            $"{name}: element {element} of the result depends on place {place} along axis {axis} of input {i}, "
                            + $"beyond {reach[axis]}");
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_work_of_every_call_is_known(string name)
    {
        OpCase op = ByName[name];
        Tensor[] symbolic = [.. Draw(op).Select(t => t.DType.IsFloatingPoint() ? Tensor.Symbolic(t.Shape, t.DType) : t)];
        (_, Recording recording) = Recording.Of(() => op.Apply(symbolic));
        foreach ((Call call, _) in recording.Calls) call.Op.Work(call).ShouldNotBeNull(call.ToString());
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void A_captured_derivative_replays_its_value(string name)
    {
        OpCase op = ByName[name];
        Tensor[] x = Draw(op);
        (Tensor y, Tensor?[] gradients) = Differentiate(op, x);
        if (!y.RequiresGrad) return;
        Graph graph = Graph.Capture(
            t => [.. Engine.Grad([op.Apply(t)], [.. t.Where(i => i.RequiresGrad)], [Seed(y)], createGraph: true, allowUnused: true)
                .OfType<Tensor>()],
            [.. x.Select(t => new Spec(t.DType, t.Shape))]);
        Tensor[] replayed = graph.Run(x);
        Tensor[] expected = [.. gradients.OfType<Tensor>()];
        replayed.Length.ShouldBe(expected.Length);
        for (int i = 0; i < expected.Length; i++) ShouldBeClose(replayed[i].Detach(), expected[i], 1e-12);
    }

    [Fact]
    public void Every_operation_is_exercised_by_the_table()
    {
        var seen = new HashSet<Type>();
        foreach (OpCase op in OpTable.Cases)
        {
            Graph graph = Graph.Capture(
                t =>
                {
                    Tensor y = op.Apply(t);
                    Tensor[] real = [.. t.Where(i => i.RequiresGrad)];
                    if (!y.DType.IsFloatingPoint() || !y.RequiresGrad || real.Length == 0) return [y];
                    Tensor seed = Tensor.Symbolic(y.Shape, y.DType).WithGrad();
                    return [y, .. Engine.Grad([y], real, [seed], createGraph: true, allowUnused: true).OfType<Tensor>()];
                },
                [.. Draw(op).Select(t => new Spec(t.DType, t.Shape))]);
            foreach (Call call in graph.Calls) seen.Add(Definition(call.Op.GetType()));
        }

        IEnumerable<string> missing = typeof(Op).Assembly.GetTypes()
            .Where(t => typeof(Op).IsAssignableFrom(t) && !t.IsAbstract && !seen.Contains(t))
            .Where(t => t != typeof(CustomFunction) && t != typeof(RandomPermutation)) // the user's; and one without real numbers
            .Where(t => t != typeof(Renewal) && t != typeof(OptimizerUpdate) && t != typeof(GradientMeasure)) // parts of captured steps
            .Where(t => t != typeof(CofactorSlope)) // part of the determinant's second derivatives
            .Select(t => t.Name);
        missing.ShouldBeEmpty();

        static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
    }

    [Fact]
    public void Every_public_operation_has_a_row()
    {
        // Not operations: they make tensors, or say something about one.
        string[] others =
        [
            "Symbolic", "Symbol", "Scalar", "From", "Wrap", "Of", "Zeros", "Ones", "Empty", "Full", "Eye", "Arange", "Linspace", "Logspace",
            "TrilIndices", "TriuIndices", "ZerosLike", "OnesLike", "FullLike", "EmptyLike", "RandLike", "RandnLike", "RandIntLike",
            "Rand", "Randn", "RandInt", "Uniform", "Normal", "Bernoulli", "Exponential", "Cauchy", "LogNormal", "Geometric", "RandPerm",
            "HannWindow", "HammingWindow", "BlackmanWindow", "BartlettWindow", "KaiserWindow", "Fourier.Fftfreq", "Fourier.Rfftfreq",
            "get_Grad", "WithGrad", "RetainGrad", "Detach", "Evaluate",
            "CopyFrom", "Fill", // changes in place, tested with the engine
            "View", // Reshape that refuses to copy
            "Cat", "Clip", // other names of Concat and Clamp, as in PyTorch
            "op_Implicit", "Nonzero", "NonzeroTuple", "Argwhere", // their size depends on values, so that they are not captured
            "MaxPool", // with indices; its values are those of MaxPool1d to 3d
            "AdaptiveMaxPool", // likewise
            "BinCount", // the shape of its result depends on values
        ];
        IEnumerable<string> methods = typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
            .Where(m => m.ReturnType == typeof(Tensor) || m.ReturnType == typeof(Tensor[]) || m.ReturnType == typeof((Tensor, Tensor)))
            .Select(m => m.Name)
            .Where(name => !name.EndsWith("InPlace", StringComparison.Ordinal)) // the operation, written into its tensor
            .Concat(((Type[])[typeof(Linalg), typeof(Fourier), typeof(ComplexPairs)]).SelectMany(words => words
                .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => $"{words.Name}.{m.Name}")))
            .Distinct();
        methods.Except(others).Except(OpTable.Cases.Select(c => c.Method)).ShouldBeEmpty();
    }

    private static IEnumerable<Func<Tensor, Tensor>> Layouts =>
    [
        // Every axis reversed in memory: nothing is contiguous, strides run the other way.
        t => t.Permute(Reversed(t.Rank)).Clone().Permute(Reversed(t.Rank)),
        // Every second element of something larger, with an offset.
        t => EverySecond(t),
        // Negative strides.
        t => t.Rank == 0 ? t : t.Flip().Clone().Flip(),
    ];

    private static Tensor EverySecond(Tensor t)
    {
        int[] sizes = [.. t.Shape.Span.ToArray().Select(s => (2 * s) + 1)];
        Tensor large = Tensor.Zeros(sizes, t.DType);
        TensorIndex[] every = [.. sizes.Select(_ => TensorIndex.Every(1.., 2))];
        large[every] = t;
        return large[every];
    }

    private static int[] Reversed(int rank) => [.. Enumerable.Range(0, rank).Reverse()];

    private static bool IsDifferentiable(OpCase op) =>
        op.Inputs.Any(i => i.IsReal) && op.Apply(Draw(op)).DType.IsFloatingPoint() && op.Method != "To";

    private static Tensor[] Draw(OpCase op)
    {
        var random = new Generator(11);
        return [.. op.Inputs.Select(i => i.Draw(random).WithGrad(i.IsReal))];
    }

    private static Tensor Seed(Tensor y) => Tensor.Uniform(y.Shape, 0.5, 1.5, new Generator(5), DType.Float64).To(y.DType);

    private static (Tensor Value, Tensor?[] Gradients) Differentiate(OpCase op, Tensor[] x)
    {
        Tensor y = op.Apply(x);
        Tensor[] real = [.. x.Where(t => t.RequiresGrad)];
        return y.RequiresGrad && real.Length > 0
            ? (y, Engine.Grad([y], real, [Seed(y)], allowUnused: true))
            : (y, []);
    }

    private static void ShouldBeClose(Tensor actual, Tensor expected, double tolerance)
    {
        actual.Shape.ShouldBe(expected.Shape);
        double[] a = actual.To(DType.Float64).ToArray<double>();
        double[] e = expected.To(DType.Float64).ToArray<double>();
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i].Equals(e[i])) continue;
            double.IsFinite(e[i]).ShouldBeTrue($"element {i} is {a[i]}, not {e[i]}");
            a[i].ShouldBe(e[i], tolerance * Math.Max(1, Math.Abs(e[i])), $"element {i}");
        }
    }
}
