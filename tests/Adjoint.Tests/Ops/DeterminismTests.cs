using System.Runtime.InteropServices;
using Adjoint.Core;
using Adjoint.Ops;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Ops;

/// <summary>
/// Every operation, its value and its gradients, must give the same bits for any number of threads and at any place in
/// memory. The cases of the op table are small, so each is enlarged until its kernels share the work out.
/// </summary>
[Collection(ThreadTests.Name)]
public sealed class DeterminismTests
{
    /// <summary>Elements of the largest input or of the result: more than two items of work of any kernel.</summary>
    private const int Enough = 40_000;

    /// <summary>At most so many times as many as asked for.</summary>
    private const int TooMany = 25;

    /// <summary>More than an elementwise operation's block, by less than the narrowest vector.</summary>
    private const int BlockAndOne = 1025;

    private static readonly Dictionary<string, OpCase> ByName = OpTable.Cases
        .Where(c => c.Inputs.All(i => i.Shape.Numel > 0))
        .ToDictionary(c => c.ToString());

    public static TheoryData<string> All => [.. ByName.Keys];

    /// <summary>The operations on one or two rows of equal length that see each element by itself.</summary>
    public static TheoryData<string> Elementwise => [.. ByName.Values
        .Where(c => c.Inputs.All(i => i.Shape.Rank == 1 && i.Shape == c.Inputs[0].Shape))
        .Where(c => Graph.Capture(x => [c.Apply(x)], [.. c.Inputs.Select(i => new Spec(TypeOf(i.Domain), i.Shape))])
            .Calls.All(call => call.Op is PointwiseOp or PointwiseBinaryOp))
        .Select(c => c.ToString())];

    [Theory]
    [MemberData(nameof(All))]
    public void Bits_do_not_depend_on_the_number_of_threads(string name)
    {
        OpCase op = Larger(ByName[name], Enough) ?? ByName[name];
        foreach (DType type in (DType[])[DType.Float32, DType.Float64])
        {
            var random = new Generator(11);
            Tensor[] x = [.. op.Inputs.Select(i => i.Draw(random)).Select(t => t.DType == DType.Float64 ? t.To(type).WithGrad() : t)];
            Threads.ShouldAgree(() => Bits(op, x));
        }
    }

    [Fact]
    public void Every_operation_is_enlarged_in_some_case()
    {
        ByName.Values.GroupBy(c => c.Method)
            .Where(cases => cases.All(c => Enlarge(c, Enough) is null))
            .Select(cases => cases.Key)
            .ShouldBeEmpty();
    }

    /// <summary>Arrays of small tensors begin anywhere, and so do views of any.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Bits_do_not_depend_on_where_in_memory_the_inputs_are(string name)
    {
        OpCase[] sizes = [.. new[] { ByName[name], Larger(ByName[name], 300), Larger(ByName[name], 2000) }.OfType<OpCase>()];
        foreach (OpCase op in sizes)
        {
            foreach (DType type in (DType[])[DType.Float32, DType.Float64])
            {
                var random = new Generator(11);
                Tensor[] x =
                    [.. op.Inputs.Select(i => (i.Domain, Values: i.Draw(random))).Select(
                        i => i.Values.DType == DType.Float64 ? WithLarge(i.Values, i.Domain).To(type).WithGrad() : i.Values)];
                byte[] plain = Bits(op, x);
                foreach (int offset in (int[])[1, 2, 3, 4, 7, 9])
                {
                    Tensor[] moved = [.. x.Select(t => At(offset, t))];
                    Bits(op, moved).AsSpan().SequenceEqual(plain).ShouldBeTrue($"{op} of {type} at {offset}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Bits_of_an_elementwise_operation_do_not_depend_on_strides(string name)
    {
        OpCase op = ByName[name];
        op = op with { Inputs = [.. op.Inputs.Select(i => i with { Shape = [BlockAndOne] })] };
        foreach (DType type in (DType[])[DType.Float32, DType.Float64])
        {
            var random = new Generator(11);
            Tensor[] x = [.. op.Inputs.Select(i => i.Draw(random)).Select(t => t.DType == DType.Float64 ? t.To(type).WithGrad() : t)];
            Tensor[] strided = [.. x.Select(t => Tensor.Stack([t.Detach(), t.Detach()], 1)[.., 0].Detach().WithGrad(t.RequiresGrad))];
            Bits(op, strided).AsSpan().SequenceEqual(Bits(op, x)).ShouldBeTrue($"{op} of {type}");
        }
    }

    /// <summary>The numbers in a larger array, so many behind its start.</summary>
    private static Tensor At(int offset, Tensor x)
    {
        Tensor place = Tensor.Zeros([x.Numel + offset], x.DType).Narrow(0, offset, x.Numel);
        place.CopyFrom(x.Detach().Reshape(-1));
        return place.Reshape(x.Shape).Detach().WithGrad(x.RequiresGrad);
    }

    /// <summary>A tenth of the numbers made large: functions may treat a whole vector otherwise on account of one lane.</summary>
    private static Tensor WithLarge(Tensor x, Domain domain)
    {
        if (domain is Domain.Probability or Domain.Matrix) return x;
        Tensor large = Tensor.Bernoulli(x.Shape, 0.1, new Generator(3)).To(DType.Bool);
        return Tensor.Where(large, x * 1e7, x);
    }

    private static byte[] Bits(OpCase op, Tensor[] x)
    {
        Tensor y = op.Apply(x);
        IEnumerable<Tensor> results = [y];
        Tensor[] real = [.. x.Where(t => t.RequiresGrad)];
        if (y.RequiresGrad && real.Length > 0)
        {
            Tensor seed = Tensor.Uniform(y.Shape, 0.5, 1.5, new Generator(5), y.DType);
            results = results.Concat(Engine.Grad([y], real, [seed], allowUnused: true).OfType<Tensor>());
        }

        return [.. results.SelectMany(Bytes)];
    }

    private static byte[] Bytes(Tensor tensor)
    {
        tensor = tensor.Detach();
        return tensor.DType switch
        {
            DType.Float32 => [.. MemoryMarshal.AsBytes<float>(tensor.ToArray<float>())],
            DType.Float64 => [.. MemoryMarshal.AsBytes<double>(tensor.ToArray<double>())],
            _ => [.. MemoryMarshal.AsBytes<long>(tensor.To(DType.Int64).ToArray<long>())],
        };
    }

    /// <summary>The case enlarged; null for decompositions, whose derivatives take high powers of the size.</summary>
    private static OpCase? Larger(OpCase op, int enough) =>
        op.Method.StartsWith("Linalg.", StringComparison.Ordinal) ? null : Enlarge(op, enough);

    /// <summary>The case with so many elements or more, equal sizes kept equal; null where its attributes allow none.</summary>
    private static OpCase? Enlarge(OpCase op, int enough)
    {
        int[] sizes = [.. op.Inputs.SelectMany(i => i.Shape.Span.ToArray()).Distinct()];
        // All sizes together, or else one of them, or one axis.
        return Grow(op, enough, (_, _, _) => true)
            ?? sizes.Select(size => Grow(op, enough, (_, _, s) => s == size)).FirstOrDefault(c => c is not null)
            ?? Enumerable.Range(0, 4).Select(axis => Grow(op, enough, (_, a, _) => a == axis)).FirstOrDefault(c => c is not null)
            ?? Enumerable.Range(0, 4).Select(
                axis => Grow(op, enough, (input, a, _) => input == 0 && a == axis)).FirstOrDefault(c => c is not null);
    }

    private static OpCase? Grow(OpCase op, int enough, Func<int, int, int, bool> grows)
    {
        for (int factor = 2; factor <= 2 * enough; factor += Math.Max(1, factor / 2))
        {
            OpInput[] inputs = [.. op.Inputs.Select((input, i) => input with
            {
                Shape = Shape.Create(
                    [.. input.Shape.Span.ToArray().Select((size, axis) => size > 1 && grows(i, axis, size) ? size * factor : size)]),
            })];
            int most = inputs.Max(i => i.Shape.Numel);
            OpCase large = op with { Inputs = inputs };
            if (most > TooMany * enough || ResultCount(large) is not { } count || count > TooMany * enough) return null;
            if (Math.Max(most, count) >= enough) return large;
        }

        return null;
    }

    /// <summary>How many elements the result has; null where the case does not take inputs of these shapes.</summary>
    private static int? ResultCount(OpCase op)
    {
        try
        {
            return Graph.Capture(
                x => [op.Apply(x)], [.. op.Inputs.Select(i => new Spec(TypeOf(i.Domain), i.Shape))]).Outputs[0].Shape.Numel;
        }
        catch (AdjointException)
        {
            return null;
        }
    }

    private static DType TypeOf(Domain domain) => domain switch
    {
        Domain.Index => DType.Int64,
        Domain.Truth => DType.Bool,
        _ => DType.Float32,
    };
}
