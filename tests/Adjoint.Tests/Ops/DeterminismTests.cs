using System.Runtime.InteropServices;
using Adjoint.Core;
using Adjoint.Ops;
using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Ops;

/// <summary>
/// Every operation, its value and its gradients, must give the same bits for any number of threads. The cases of the op
/// table are small, so each is enlarged until its kernels share the work out.
/// </summary>
[Collection(ThreadTests.Name)]
public sealed class DeterminismTests
{
    /// <summary>Elements of the largest input or of the result: more than two items of work of any kernel.</summary>
    private const int Enough = 40_000;

    private const int TooMany = 1_000_000;

    private static readonly Dictionary<string, OpCase> ByName = OpTable.Cases
        .Where(c => c.Inputs.All(i => i.Shape.Count > 0))
        .ToDictionary(c => c.ToString());

    public static TheoryData<string> All => [.. ByName.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Bits_do_not_depend_on_the_number_of_threads(string name)
    {
        OpCase op = Enlarge(ByName[name]) ?? ByName[name];
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
            .Where(cases => cases.All(c => Enlarge(c) is null))
            .Select(cases => cases.Key)
            .ShouldBeEmpty();
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

    /// <summary>The case with larger inputs, equal sizes kept equal; null where its attributes allow none.</summary>
    private static OpCase? Enlarge(OpCase op)
    {
        int[] sizes = [.. op.Inputs.SelectMany(i => i.Shape.Span.ToArray()).Distinct()];
        // All sizes together, or else one of them, or one axis.
        return Grow(op, (_, _, _) => true)
            ?? sizes.Select(size => Grow(op, (_, _, s) => s == size)).FirstOrDefault(c => c is not null)
            ?? Enumerable.Range(0, 4).Select(axis => Grow(op, (_, a, _) => a == axis)).FirstOrDefault(c => c is not null)
            ?? Enumerable.Range(0, 4).Select(axis => Grow(op, (input, a, _) => input == 0 && a == axis)).FirstOrDefault(c => c is not null);
    }

    private static OpCase? Grow(OpCase op, Func<int, int, int, bool> grows)
    {
        for (int factor = 2; factor <= 2 * Enough; factor += Math.Max(1, factor / 2))
        {
            OpInput[] inputs = [.. op.Inputs.Select((input, i) => input with
            {
                Shape = Shape.Create([.. input.Shape.Span.ToArray().Select((size, axis) => size > 1 && grows(i, axis, size) ? size * factor : size)]),
            })];
            int most = inputs.Max(i => i.Shape.Count);
            OpCase large = op with { Inputs = inputs };
            if (most > TooMany || ResultCount(large) is not { } count || count > TooMany) return null;
            if (Math.Max(most, count) >= Enough) return large;
        }

        return null;
    }

    /// <summary>How many elements the result has; null where the case does not take inputs of these shapes.</summary>
    private static int? ResultCount(OpCase op)
    {
        try
        {
            return Graph.Capture(x => [op.Apply(x)], [.. op.Inputs.Select(i => new Spec(TypeOf(i.Domain), i.Shape))]).Outputs[0].Shape.Count;
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
