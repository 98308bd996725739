using System.Text.Json;

namespace Adjoint.Tests.Reference;

/// <summary>A tensor to begin with.</summary>
internal sealed record ProgramInput(int[] Shape, double[] Data, bool Leaf);

/// <summary>An instruction: an operation, its tensors by their numbers, other numbers; in a no-grad scope if quiet.</summary>
internal sealed record ProgramCall(string Op, int A, int B, double[]? N, bool Quiet, bool Fails);

/// <summary>A program of views and changes in place, with what PyTorch makes of it: gradients, or the word that it fails.</summary>
internal sealed record ProgramCase(
    int Seed, ProgramInput[] Begin, ProgramCall[] Code, int[] Loss, int[] Targets, double[][] Values,
    JsonElement Grad, JsonElement Second, JsonElement Forward, JsonElement Backward)
{
    /// <summary>Whether an input is changed, by itself or by what shares its memory.</summary>
    public bool ChangesItsInputs
    {
        get
        {
            Tensor[] leaves = [.. Leaves().Select(leaf => leaf.WithGrad())];
            int[] before = [.. leaves.Select(leaf => leaf.Version)];
            Run(leaves);
            return leaves.Where((leaf, i) => leaf.Version != before[i]).Any();
        }
    }

    /// <summary>Numbers in −1 to 1 of a shape.</summary>
    public static Tensor Weight(Shape shape, int number) =>
        ((Tensor.Arange(shape.Numel, DType.Float64) * 0.37) + (0.11 * number)).Cos().Reshape(shape.Span);

    /// <summary>The tensors that require gradients, as constants.</summary>
    public Tensor[] Leaves() => [.. Begin[..2].Select(Make)];

    /// <summary>All tensors, after the program has run on its own leaves.</summary>
    public Tensor[] Run() => Run([.. Begin[..2].Select(input => Make(input).WithGrad())]);

    /// <summary>The same on other leaves.</summary>
    public Tensor[] Run(Tensor[] leaves)
    {
        List<Tensor> tensors = [.. leaves, .. Begin[2..].Select(Make)];
        foreach (ProgramCall call in Code)
        {
            using Scope _ = call.Quiet ? GradMode.Off() : GradMode.On();
            if (call.Fails) Should.Throw<GraphException>(() => Apply(call, tensors)).Message.ShouldContain("leaf");
            else if (Apply(call, tensors) is { } result) tensors.Add(result);
        }

        return [.. tensors];
    }

    /// <summary>The loss.</summary>
    public Tensor LossOf(Tensor[] tensors) => Loss.Select(i => (tensors[i] * Weight(tensors[i].Shape, i)).Sum()).Aggregate((a, b) => a + b);

    private static Tensor Make(ProgramInput input) => Tensor.Of(input.Data).Reshape(input.Shape).Clone();

    private static Tensor? Apply(ProgramCall call, List<Tensor> tensors)
    {
        Tensor a = tensors[call.A];
        if (call.Op.EndsWith('_'))
        {
            Change(call, a, tensors[call.B]);
            return null;
        }

        int[] n = [.. (call.N ?? []).Select(number => (int)number)];
        return call.Op switch
        {
            "narrow" => a.Narrow(n[0], n[1], n[2]),
            "select" => a.Narrow(n[0], n[1], 1).Squeeze(n[0]),
            "permute" => a.Permute(n),
            "reshape" => a.Reshape(n),
            "diagonal" => a.Diagonal(),
            "every" => a[TensorIndex.Every(.., n[0])],
            "expand" => a.Expand(n),
            "sum" => a.Sum([n[0]]),
            "amax" => a.Amax([n[0]]),
            _ => Compute(call.Op, a, tensors[call.B]),
        };
    }

    private static Tensor Compute(string op, Tensor a, Tensor b) => op switch
    {
        "mul" => a * b,
        "add" => a + b,
        "sub" => a - b,
        "div" => a / ((b * b) + 1),
        "max" => Tensor.Maximum(a, b),
        "exp" => (a * 0.3).Exp(),
        "sin" => a.Sin(),
        "square" => a.Square(),
        "tanh" => a.Tanh(),
        "relu" => a.Relu(),
        "sigmoid" => a.Sigmoid(),
        "clone" => a.Clone(),
        "detach" => a.Detach(),
        "scaled" => a * 0.7,
        "cube" => a.Pow(3),
        "inverse" => (a.Square() + 1).Reciprocal(),
        "softmax" => a.Rank > 0 ? a.Softmax(-1) : a * 1,
        "leaky" => a.LeakyRelu(0.1),
        _ => throw new ArgumentException(op, nameof(op)),
    };

    private static void Change(ProgramCall call, Tensor a, Tensor b)
    {
        switch (call.Op)
        {
            case "fill_":
                a.Fill(call.N![0]);
                break;
            case "scale_":
                a.MultiplyInPlace(call.N![0]);
                break;
            case "add_":
                a.AddInPlace(b, call.N?[0] ?? 1.5);
                break;
            case "mul_":
                a.MultiplyInPlace(b);
                break;
            default:
                a.CopyFrom(b);
                break;
        }
    }
}
