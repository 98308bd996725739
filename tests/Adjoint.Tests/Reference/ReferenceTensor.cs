namespace Adjoint.Tests.Reference;

/// <summary>A tensor in the data file.</summary>
/// <param name="Type">float64, int64 or bool.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Values">Row-major; bools as 0 and 1.</param>
/// <param name="Layout">How the test lays it out in memory: plain, transposed, sliced, flipped or expanded.</param>
public sealed record ReferenceTensor(string Type, int[] Shape, double[] Values, string Layout = "plain")
{
    /// <summary>The tensor, reals in the given type, in its layout.</summary>
    public Tensor Lay(DType real)
    {
        DType type = Type switch
        {
            "float64" => real,
            "int64" => DType.Int64,
            "bool" => DType.Bool,
            _ => throw new FormatException($"{Type} is not a type of the reference data."),
        };
        Tensor plain = Tensor.From<double>(Values, Shape).To(type);
        return Layout switch
        {
            "plain" => plain,
            "transposed" => Transposed(plain),
            "sliced" => EverySecond(plain),
            "flipped" => plain.Rank == 0 ? plain : plain.Flip().Clone().Flip(),
            "expanded" => plain.Narrow(0, 0, 1).Clone().Expand(Shape),
            _ => throw new FormatException($"{Layout} is not a layout of the reference data."),
        };
    }

    /// <summary>The axes in memory in reversed order.</summary>
    private static Tensor Transposed(Tensor plain)
    {
        int[] reversed = [.. Enumerable.Range(0, plain.Rank).Reverse()];
        return plain.Permute(reversed).Clone().Permute(reversed);
    }

    /// <summary>Every second element of something larger.</summary>
    private static Tensor EverySecond(Tensor plain)
    {
        int[] sizes = [.. plain.Shape.Span.ToArray().Select(size => (2 * size) + 1)];
        TensorIndex[] every = [.. sizes.Select(_ => TensorIndex.Every(1.., 2))];
        Tensor large = Tensor.Zeros(sizes, plain.DType);
        large[every] = plain;
        return large[every];
    }
}
