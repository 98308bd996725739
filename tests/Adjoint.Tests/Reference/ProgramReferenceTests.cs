using System.Text.Json;

namespace Adjoint.Tests.Reference;

/// <summary>
/// Random programs of views and changes in place: values, gradients of passes that are aimed and that are not, of second order and in
/// forward mode, against PyTorch; the same captured, and as functions. Where PyTorch refuses, so must we.
/// </summary>
public sealed class ProgramReferenceTests
{
    private static readonly Lazy<ProgramCase[]> Cases = new(() => Fixture.Read<ProgramCase[]>("programs.json.gz"));

    [Fact]
    public void Values_and_refusals_are_PyTorchs() => ForAll(program =>
    {
        Tensor[] tensors = program.Run();
        for (int i = 0; i < tensors.Length; i++) Same(tensors[i], program.Values[i], $"value {i}");
    });

    [Fact]
    public void Passes_that_are_aimed_agree() => ForAll(program => Compare(program.Grad, () =>
    {
        Tensor[] tensors = program.Run();
        return Engine.Grad([program.LossOf(tensors)], [.. program.Targets.Select(i => tensors[i])], allowUnused: true);
    }));

    [Fact]
    public void Second_derivatives_agree() => ForAll(program => Compare(program.Second, () =>
    {
        Tensor[] tensors = program.Run();
        Tensor[] targets = [.. program.Targets.Select(i => tensors[i])];
        Tensor[] first = [.. Engine.Grad([program.LossOf(tensors)], targets, createGraph: true, allowUnused: true).OfType<Tensor>()];
        Tensor square = first.Select(g => (g * g).Sum()).Aggregate((a, b) => a + b);
        return square.RequiresGrad ? Engine.Grad([square], tensors.AsSpan(0, 2), allowUnused: true) : [null, null];
    }));

    [Fact]
    public void Forward_mode_agrees() => ForAll(program => Compare(program.Forward, () =>
    {
        Tensor[] tensors = program.Run();
        Tensor target = tensors[program.Targets[^1]];
        return [Engine.Jvp(tensors[program.Loss[^1]], [target], [ProgramCase.Weight(target.Shape, 3)])];
    }));

    [Fact]
    public void Backward_passes_agree() => ForAll(program => Compare(program.Backward, () =>
    {
        Tensor[] tensors = program.Run();
        program.LossOf(tensors).Backward();
        return [tensors[0].Grad, tensors[1].Grad];
    }));

    [Fact]
    public void The_program_as_a_function_has_the_same_gradient() => ForAll(program =>
    {
        if (program.Backward.ValueKind == JsonValueKind.String) return;
        Compare(program.Backward, () => Functional.Gradient(x => program.LossOf(program.Run(x)), program.Leaves()));
    });

    [Fact]
    public void The_program_captured_has_the_same_values_and_gradients() => ForAll(program =>
    {
        // What a capture is given is not changed, detached or not, since that would be the caller's.
        if (program.Backward.ValueKind == JsonValueKind.String || program.ChangesItsInputs) return;
        Tensor[] leaves = program.Leaves();
        Graph graph = Graph.Capture(
            x =>
            {
                Tensor[] tensors = program.Run(x);
                Tensor?[] g = Engine.Grad([program.LossOf(tensors)], x, allowUnused: true);
                return [.. tensors[4..], .. g.Select((value, i) => value ?? Tensor.Zeros(x[i].Shape, DType.Float64))];
            },
            [.. leaves.Select(leaf => new Spec(DType.Float64, leaf.Shape))]);
        for (int repeat = 0; repeat < 2; repeat++)
        {
            Tensor[] y = graph.Run(leaves);
            for (int i = 4; i < program.Values.Length; i++) Same(y[i - 4], program.Values[i], $"captured value {i}");
            Compare(program.Backward, () => y[^2..]);
        }
    });

    private static void ForAll(Action<ProgramCase> check)
    {
        foreach (ProgramCase program in Cases.Value)
        {
            try
            {
                check(program);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"program {program.Seed}: {error.Message}", error);
            }
        }
    }

    private static void Compare(JsonElement expected, Func<Tensor?[]> run)
    {
        if (expected.ValueKind == JsonValueKind.Null) return;
        if (expected.ValueKind == JsonValueKind.String)
        {
            Should.Throw<GraphException>(run).Message.ShouldContain("changed in place");
            return;
        }

        Tensor?[] actual = run();
        double[]?[] values = expected.Deserialize<double[]?[]>()!;
        for (int i = 0; i < values.Length; i++) Same(actual[i], values[i], $"gradient {i}");
    }

    /// <summary>No gradient is one of zeros.</summary>
    private static void Same(Tensor? actual, double[]? expected, string what)
    {
        double[] ours = actual?.Detach().Contiguous().ToArray<double>() ?? new double[expected?.Length ?? 0];
        double[] theirs = expected ?? new double[ours.Length];
        for (int i = 0; i < theirs.Length; i++) ours[i].ShouldBe(theirs[i], 1e-7 * (1 + Math.Abs(theirs[i])), $"{what}, element {i}");
    }
}
