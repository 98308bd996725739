namespace Adjoint.Inspection;

/// <summary>The product that gives a layer's number of parameters, as it is written on paper.</summary>
internal static class ParameterFormula
{
    /// <summary>
    /// <c>64·(3·3·3+1)</c> for filters with a bias, <c>25088·4096 + 4096</c> for a matrix with one, and otherwise the
    /// products of the sizes; empty where there are no parameters.
    /// </summary>
    public static string Of(IReadOnlyList<Shape> shapes)
    {
        if (shapes is [{ Rank: > 2 } filters, { Rank: 1 } bias] && filters[0] == bias[0])
            return $"{Number(filters[0])}·({Product(filters.Span[1..])}+1)";
        // Those of a transposed convolution are [in, out, …].
        if (shapes is [{ Rank: > 2 } transposed, { Rank: 1 } results] && transposed[1] == results[0])
            return $"{Number(results[0])}·({Product([transposed[0], .. transposed.Span[2..]])}+1)";
        // A matrix [out, in] is read as on paper, inputs times outputs.
        return string.Join(" + ", shapes.Select(shape => shape.Rank == 2 ? Product([shape[1], shape[0]]) : Product(shape.Span)));
    }

    /// <summary>The sizes with dots between.</summary>
    public static string Product(ReadOnlySpan<int> sizes)
    {
        if (sizes.IsEmpty) return "1";
        var factors = new string[sizes.Length];
        for (int i = 0; i < factors.Length; i++) factors[i] = Number(sizes[i]);
        return string.Join('·', factors);
    }

    private static string Number(int size) => size.ToString(CultureInfo.InvariantCulture);
}
