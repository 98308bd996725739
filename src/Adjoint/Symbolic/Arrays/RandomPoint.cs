namespace Adjoint.Symbolic;

/// <summary>Points at which an expression with arrays has a value.</summary>
internal static class RandomPoint
{
    /// <summary>Normal numbers; where they leave the domain positive ones, then with dominant diagonals. Null if none helps.</summary>
    public static IReadOnlyDictionary<string, Tensor>? Of(ArrayExpression f, int seed)
    {
        for (int kind = 0; kind < 4; kind++)
        {
            var random = new Generator((ulong)(seed + (10 * kind)));
            var point = new Dictionary<string, Tensor>();
            foreach (ArrayNode variable in f.All) point[variable.Name!] = Value(f, variable, kind, random).WithGrad();
            try
            {
                Tensor value = new ArrayValues(point, f.DType).Of(f.Root);
                if (ArrayValues.Entries(value).All(double.IsFinite)) return point;
            }
            catch (AdjointException)
            {
                // Another kind may fit.
            }
        }

        return null;
    }

    private static Tensor Value(ArrayExpression f, ArrayNode variable, int kind, Generator random)
    {
        Shape shape = [.. variable.Type.Sizes];
        if (f.Indices.Contains(variable.Name!))
            return (Tensor.Uniform(shape, 0, 2, random, DType.Float64).Floor() + 1).To(f.DType).Detach();
        Tensor value = kind switch
        {
            0 => Tensor.Normal(shape, 0, 1, random, f.DType),
            3 => Tensor.Uniform(shape, 0.1, 0.3, random, f.DType),
            _ => Tensor.Uniform(shape, 0.5, 1.5, random, f.DType),
        };
        return kind == 2 && variable.Type.IsSquare ? value + (Tensor.Eye(shape[0], null, f.DType) * shape[0]) : value;
    }
}
