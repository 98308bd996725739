namespace Adjoint.Symbolic;

/// <summary>Finds the matrix M with which a formula that is linear in a vector g is M g.</summary>
internal static class LinearMap
{
    /// <summary>The matrix (of a number g the vector, of a formula that is a number the row); null where it is not found.</summary>
    public static ArrayNode? Of(ArrayAlgebra algebra, ArrayNode x, ArrayNode g)
    {
        if (g.Type.IsScalar) return Coefficient(algebra, x, g);
        if (!g.Type.IsVector || !(x.Type.IsVector || x.Type.IsScalar)) return null;
        if (x.Type.IsScalar) return RowOf(algebra, x, g);
        return Matrix(algebra, x, g);
    }

    private static bool Depends(ArrayNode x, ArrayNode g) => x.Variables.Contains(g.Name!);

    private static ArrayNode? Coefficient(ArrayAlgebra algebra, ArrayNode x, ArrayNode g)
    {
        if (x == g) return algebra.Number(1);
        if (!Depends(x, g)) return algebra.Zeros(x.Type);
        if (x.Is(ArrayTable.Add)) return Sum(algebra, x, term => Coefficient(algebra, term, g));
        if (!x.Is(ArrayTable.Multiply)) return null;
        ArrayNode[] dependent = [.. x.Arguments.Where(factor => Depends(factor, g))];
        if (dependent.Length != 1 || Coefficient(algebra, dependent[0], g) is not { } slope) return null;
        return algebra.Multiply([Factor(algebra, x), .. x.Arguments.Where(factor => factor != dependent[0]), slope]);
    }

    private static ArrayNode? Matrix(ArrayAlgebra algebra, ArrayNode x, ArrayNode g)
    {
        if (x == g) return algebra.Eye(g.Type.Rows);
        if (!Depends(x, g)) return algebra.Zeros(ArrayType.Matrix(x.Type.Rows, g.Type.Rows));
        if (x.Is(ArrayTable.Add)) return Sum(algebra, x, term => Matrix(algebra, term, g));
        if (x.Is(ArrayTable.Multiply)) return Product(algebra, x, g);
        if (!x.Is(ArrayTable.MatMul)) return null;
        ArrayNode[] factors = x.Arguments;
        int at = Array.FindIndex(factors, factor => Depends(factor, g));
        if (factors.Count(factor => Depends(factor, g)) != 1) return null;
        ArrayNode[] before = factors[..at];
        ArrayNode[] after = factors[(at + 1)..];
        ArrayNode? inner;
        if (after.Length == 0) inner = Matrix(algebra, factors[at], g);
        else if (factors[at].Is(ArrayTable.Diag) && factors[at].Type.IsMatrix && Matrix(algebra, factors[at][0], g) is { } diagonal)
            inner = algebra.MatMul(algebra.Diag(algebra.MatMul(after)), diagonal);
        else return null;
        return inner is null ? null : before.Length == 0 ? inner : algebra.MatMul([.. before, inner]);
    }

    private static ArrayNode? Product(ArrayAlgebra algebra, ArrayNode x, ArrayNode g)
    {
        ArrayNode[] dependent = [.. x.Arguments.Where(factor => Depends(factor, g))];
        if (dependent.Length != 1) return null;
        ArrayNode[] scalars = [Factor(algebra, x), .. x.Arguments.Where(factor => factor != dependent[0] && factor.Type.IsScalar)];
        ArrayNode[] arrays = [.. x.Arguments.Where(factor => factor != dependent[0] && !factor.Type.IsScalar)];
        if (dependent[0].Type.IsScalar)
        {
            return RowOf(algebra, dependent[0], g) is { } row
                ? algebra.Multiply([.. scalars, algebra.MatMul(algebra.Multiply(arrays), row)])
                : null;
        }

        if (Matrix(algebra, dependent[0], g) is not { } matrix) return null;
        return algebra.Multiply([.. scalars, arrays.Length == 0 ? matrix : algebra.MatMul(algebra.Diag(algebra.Multiply(arrays)), matrix)]);
    }

    /// <summary>The row r with which a number is r g.</summary>
    private static ArrayNode? RowOf(ArrayAlgebra algebra, ArrayNode x, ArrayNode g)
    {
        if (!Depends(x, g)) return algebra.Zeros(ArrayType.Row(g.Type.Rows));
        if (x.Is(ArrayTable.Add)) return Sum(algebra, x, term => RowOf(algebra, term, g));
        if (x.Is(ArrayTable.Sum)) return Matrix(algebra, x[0], g) is { } matrix
            ? algebra.MatMul(algebra.Transpose(algebra.Ones(ArrayType.Vector(x[0].Type.Rows))), matrix)
            : null;
        if (x.Is(ArrayTable.Element) && x[0].Type.IsVector) return Matrix(algebra, x[0], g) is { } whole
            ? algebra.MatMul(algebra.Transpose(algebra.OneHot(x[1], x[0].Type.Rows)), whole)
            : null;
        if (x.Is(ArrayTable.Multiply))
        {
            ArrayNode[] dependent = [.. x.Arguments.Where(factor => Depends(factor, g))];
            if (dependent.Length != 1 || RowOf(algebra, dependent[0], g) is not { } row) return null;
            return algebra.Multiply([Factor(algebra, x), .. x.Arguments.Where(factor => factor != dependent[0]), row]);
        }

        if (!x.Is(ArrayTable.MatMul)) return null;
        ArrayNode[] factors = x.Arguments;
        if (!Depends(factors[^1], g)) factors = [.. factors.Reverse().Select(algebra.Transpose)];
        if (!Depends(factors[^1], g) || factors[..^1].Any(factor => Depends(factor, g))) return null;
        return Matrix(algebra, factors[^1], g) is { } last ? algebra.MatMul([.. factors[..^1], last]) : null;
    }

    private static ArrayNode? Sum(ArrayAlgebra algebra, ArrayNode x, Func<ArrayNode, ArrayNode?> map)
    {
        ArrayNode?[] parts = [.. x.Arguments.Select(map)];
        return parts.Contains(null) ? null : algebra.Add(parts!);
    }

    private static ArrayNode Factor(ArrayAlgebra algebra, ArrayNode x) => algebra.Number(x.Settings is [var factor] ? factor : 1);
}
