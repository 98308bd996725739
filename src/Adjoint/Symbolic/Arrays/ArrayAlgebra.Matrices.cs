namespace Adjoint.Symbolic;

internal sealed partial class ArrayAlgebra
{
    private bool isSpreading;

    /// <summary>A product in which some factors may be numbers.</summary>
    public ArrayNode ProductOfFactors(ArrayNode[] factors)
    {
        ArrayNode[] scalars = [.. factors.Where(factor => factor.Type.IsScalar)];
        ArrayNode[] arrays = [.. factors.Where(factor => !factor.Type.IsScalar)];
        return arrays.Length == 0 ? Multiply(scalars) : Multiply([.. scalars, MatMul(arrays)]);
    }

    /// <summary>A matrix product: numbers in front, unit matrices gone, inverses cancelled, diagonal ones merged.</summary>
    public ArrayNode MatMul(params ArrayNode[] factors)
    {
        if (factors.Length == 1) return factors[0];
        CheckStack();
        ArrayType type = graph.Make(ArrayTable.MatMul, factors).Type;
        var scalars = new List<ArrayNode>();
        var chain = new List<ArrayNode>();
        foreach (ArrayNode factor in factors) Flatten(factor, scalars, chain);
        if (chain.Exists(IsZeros) || scalars.Exists(scalar => scalar.Number == 0)) return Zeros(type);
        while (MergeOnce(scalars, chain))
        {
        }

        List<ArrayNode[]> segments = Split(chain);
        if (segments.Count > 1)
        {
            scalars.AddRange(segments.Where(IsNumber).Select(Oriented));
            chain = [.. segments.Where(segment => !IsNumber(segment)).SelectMany(segment => segment)];
        }

        if (chain.Exists(IsZeros)) return Zeros(type);
        if (chain.Count == 0) return Multiply([.. scalars]);
        ArrayNode product = IsNumber([.. chain]) ? Oriented([.. chain])
            : chain.Count == 1 ? chain[0] : graph.Make(ArrayTable.MatMul, [.. chain]);
        return scalars.Count == 0 ? product : Multiply([.. scalars, product]);
    }

    /// <summary>An entry of an array.</summary>
    public ArrayNode Element(ArrayNode x, ArrayNode[] at)
    {
        if (x.Type.IsScalar) return x;
        if (x.Is(ArrayTable.Ones) || x.Is(ArrayTable.Zeros)) return Number(x.Is(ArrayTable.Ones) ? 1 : 0);
        if (x.Is(ArrayTable.OneHot) && x.Type.IsVector) return Delta(at[0], x[0]);
        if (x.Is(ArrayTable.Eye)) return Delta(at[0], at[1]);
        if (x.Is(ArrayTable.Transpose)) return Element(x[0], x[0].Type.IsVector ? [at[^1]] : [.. at.Reverse()]);
        if (x.Is(ArrayTable.Row)) return Element(x[0], [x[1], .. at]);
        if (x.Is(ArrayTable.Column)) return Element(x[0], [at[0], x[1]]);
        if (x.Is(ArrayTable.Add)) return Add([.. x.Arguments.Select(term => Element(term, at))]);
        if (x.Is(ArrayTable.Multiply))
            return Multiply([Number(Coefficient(x)), .. x.Arguments.Select(factor => Element(factor, at))]);
        return graph.Make(ArrayTable.Element, [x, .. at]);
    }

    /// <summary>1 where two indices are equal, else 0.</summary>
    public ArrayNode Delta(ArrayNode i, ArrayNode j)
    {
        if (i == j) return Number(1);
        if (i.Number is not null && j.Number is not null) return Number(0);
        return i.Id <= j.Id ? graph.Make(ArrayTable.Delta, [i, j]) : graph.Make(ArrayTable.Delta, [j, i]);
    }

    public ArrayNode Row(ArrayNode x, ArrayNode place)
    {
        if (x.Is(ArrayTable.Transpose) && x.Type.IsMatrix) return ColumnOf(x[0], place);
        if (x.Is(ArrayTable.Eye)) return OneHot(place, x.Type.Rows);
        if (x.Is(ArrayTable.Ones) && x.Type.IsMatrix) return Ones(ArrayType.Vector(x.Type.Columns));
        return graph.Make(ArrayTable.Row, [x, place]);
    }

    public ArrayNode ColumnOf(ArrayNode x, ArrayNode place)
    {
        if (x.Is(ArrayTable.Transpose)) return Row(x[0], place);
        if (x.Is(ArrayTable.Eye)) return OneHot(place, x.Type.Rows);
        if (x.Is(ArrayTable.Ones)) return Ones(ArrayType.Vector(x.Type.Rows));
        return graph.Make(ArrayTable.Column, [x, place]);
    }

    /// <summary>The array that is 1 at a place and 0 elsewhere.</summary>
    public ArrayNode Indicator(ArrayType type, ArrayNode[] at) => type.IsVector ? OneHot(at[0], type.Rows)
        : type.IsRow ? Transpose(OneHot(at[^1], type.Columns))
        : type.IsMatrix ? MatMul(OneHot(at[0], type.Rows), Transpose(OneHot(at[1], type.Columns)))
        : throw new NoFormulaException("an entry of an array of more than two axes");

    /// <summary>A part of a list.</summary>
    public ArrayNode Part(ArrayNode list, ArrayNode place, ArrayType type) => type.IsScalar ? Element(list, [place])
        : type.IsVector ? Row(list, place) : type.IsRow ? Transpose(Row(list, place)) : graph.Make(ArrayTable.Row, [list, place]);

    /// <summary>Scores against a class or a distribution: log Σ exp(z) minus the score.</summary>
    public ArrayNode CrossEntropy(ArrayNode z, ArrayNode y)
    {
        ArrayNode whole = Apply(ArrayTable.LogSumExp, z);
        if (z.Type.IsVector)
            return y.Type.IsScalar ? Subtract(whole, Element(z, [y])) : Subtract(Multiply(Sum(y), whole), Dot(y, z));
        ArrayNode rows = graph.Count(z.Type.Rows);
        return y.Type.IsVector
            ? Divide(Subtract(Sum(whole), Sum(Multiply(graph.Make(ArrayTable.OneHot, [y, graph.Count(z.Type.Columns)]), z))), rows)
            : Divide(Subtract(Dot(SumAlong(y, 2), whole), Sum(Multiply(y, z))), rows);
    }

    /// <summary>Scaled and shifted, if both are given.</summary>
    public ArrayNode Affine(ArrayNode x, ArrayNode[] given) => given.Length == 0 ? x : Add(Multiply(x, given[0]), given[1]);

    /// <summary>Each row with mean 0 and variance 1.</summary>
    public ArrayNode StandardizeRows(ArrayNode x, double[] settings)
    {
        ArrayNode columns = graph.Count(x.Type.Columns);
        ArrayNode ones = Ones(ArrayType.Vector(x.Type.Columns));
        ArrayNode centered = Subtract(x, Divide(MatMul(x, ones, Transpose(ones)), columns));
        ArrayNode variance = Divide(MatMul(Power(centered, Number(2)), ones), columns);
        return MatMul(Diag(Power(Add(variance, Number(settings[0])), Number(-0.5))), centered);
    }

    /// <summary>1/√(variance + ε) of a vector.</summary>
    public ArrayNode InverseDeviation(ArrayNode x, double[] settings)
    {
        ArrayNode centered = Subtract(x, MeanOf(x));
        return Power(Add(Divide(Dot(centered, centered), CountOf(x.Type)), Number(settings[0])), Number(-0.5));
    }

    /// <summary>A sum over an index; of entries of vectors from the first to the last, without the index.</summary>
    public ArrayNode SumOver(string index, ArrayNode from, ArrayNode to, ArrayNode body)
    {
        if (!body.Indices.Contains(index))
            return Multiply(Add(to, Number(1), Negate(from)), body);
        if (from.Number == 1 && body.Type.IsScalar && Vector(body, index, to) is { } entries && !entries.Type.IsScalar) return Sum(entries);
        if (from.Number == 1 && body.Is(ArrayTable.Add))
            return Add([.. body.Arguments.Select(term => SumOver(index, from, to, term))]);
        if (!body.Is(ArrayTable.Multiply)) return graph.Sum(index, from, to, body);
        ArrayNode[] free = [.. body.Arguments.Where(factor => !factor.Indices.Contains(index))];
        ArrayNode[] bound = [.. body.Arguments.Where(factor => factor.Indices.Contains(index))];
        double coefficient = Coefficient(body);
        return free.Length == 0 && coefficient == 1
            ? graph.Sum(index, from, to, body)
            : Multiply([Number(coefficient), .. free, SumOver(index, from, to, Multiply(bound))]);
    }

    /// <summary>The vector of what a number is at each value of an index; null where that has no form without the index.</summary>
    private ArrayNode? Vector(ArrayNode x, string index, ArrayNode to)
    {
        if (!x.Indices.Contains(index)) return x.Type.IsScalar ? x : null;
        if (x.Is(ArrayTable.Element)) return VectorOfEntries(x, index, to);
        if (x.Is(ArrayTable.Add) || x.Is(ArrayTable.Multiply) || x.Is(ArrayTable.Power) || x.Function.Scalar is not null)
        {
            if (!x.Type.IsScalar) return null;
            ArrayNode?[] parts = [.. x.Arguments.Select(part => Vector(part, index, to))];
            if (parts.Contains(null)) return null;
            return x.Is(ArrayTable.Add) ? Add(parts!)
                : x.Is(ArrayTable.Multiply) ? Multiply([Number(Coefficient(x)), .. parts!])
                : x.Is(ArrayTable.Power) ? Power(parts[0]!, parts[1]!)
                : ApplyEntrywise(graph.Make(x.Function, parts!, x.Settings), parts!);
        }

        if (!x.Is(ArrayTable.MatMul) || !x.Type.IsScalar) return null;
        foreach (ArrayNode[] chain in (ArrayNode[][])[x.Arguments, [.. x.Arguments.Reverse().Select(Transpose)]])
        {
            if (chain[0] is { } first && first.Is(ArrayTable.Transpose) && first[0].Is(ArrayTable.Row) && IsIndex(first[0][1], index)
                && !first[0][0].Indices.Contains(index) && SameLength(first[0][0].Type.Rows, to)
                && chain.Skip(1).All(factor => !factor.Indices.Contains(index)))
                return MatMul([first[0][0], .. chain.Skip(1)]);
        }

        return null;
    }

    private ArrayNode? VectorOfEntries(ArrayNode x, string index, ArrayNode to)
    {
        ArrayNode[] at = x.Arguments[1..];
        int place = Array.FindIndex(at, node => IsIndex(node, index));
        if (place < 0 || x[0].Indices.Contains(index) || !SameLength(x[0].Type.Lengths[place], to)
            || at.Where((_, i) => i != place).Any(other => other.Indices.Contains(index))) return null;
        return x[0].Type.IsVector ? x[0] : !x[0].Type.IsMatrix ? null : place == 0 ? ColumnOf(x[0], at[1]) : Row(x[0], at[0]);
    }

    private static bool IsIndex(ArrayNode node, string index) => node.Is(ArrayTable.Index) && node.Name == index;

    private static bool SameLength(Length length, ArrayNode to) =>
        to.Number is { } number ? length.IsNumber && number == length.Count : to.Is(ArrayTable.Count) && to.Name == length.Name;

    private void Flatten(ArrayNode factor, List<ArrayNode> scalars, List<ArrayNode> chain)
    {
        if (factor.Type.IsScalar)
        {
            scalars.Add(factor);
            return;
        }

        if (factor.Is(ArrayTable.MatMul))
        {
            foreach (ArrayNode part in factor.Arguments) Flatten(part, scalars, chain);
            return;
        }

        if (factor.Is(ArrayTable.Multiply))
        {
            (ArrayNode scalar, ArrayNode[] arrays) = Parts(factor);
            if (scalar.Number != 1)
            {
                scalars.Add(scalar);
                Flatten(Multiply(arrays), scalars, chain);
                return;
            }
        }

        if (factor.Is(ArrayTable.Ones) && factor.Type.IsMatrix)
        {
            chain.Add(Ones(ArrayType.Vector(factor.Type.Rows)));
            chain.Add(Transpose(Ones(ArrayType.Vector(factor.Type.Columns))));
            return;
        }

        chain.Add(factor);
    }

    private bool MergeOnce(List<ArrayNode> scalars, List<ArrayNode> chain)
    {
        for (int i = 0; i < chain.Count - 1; i++)
        {
            if (Merged(chain[i], chain[i + 1]) is not { } merged) continue;
            var parts = new List<ArrayNode>();
            Flatten(merged, scalars, parts);
            chain.RemoveRange(i, 2);
            chain.InsertRange(i, parts);
            return true;
        }

        return false;
    }

    /// <summary>Two factors as one, where that is simpler.</summary>
    private ArrayNode? Merged(ArrayNode a, ArrayNode b)
    {
        if (a.Is(ArrayTable.Eye)) return b;
        if (b.Is(ArrayTable.Eye)) return a;
        if (AreInverse(a, b)
            || (a.Is(ArrayTable.Transpose) && b.Is(ArrayTable.Transpose) && AreInverse(b[0], a[0]))) return Eye(a.Type.Rows);
        if (IsDiagonal(a) && IsDiagonal(b)) return Diag(Multiply(a[0], b[0]));
        if (IsDiagonal(a) && b.Type.IsVector) return Multiply(a[0], b);
        if (IsDiagonal(b) && a.Type.IsRow) return Transpose(Multiply(Column(a), b[0]));
        if (!isSpreading && ((IsDiagonal(a) && b.Is(ArrayTable.Add)) || (a.Is(ArrayTable.Add) && IsDiagonal(b))))
        {
            // The sum of the parts must not be factored into what it came from.
            isSpreading = true;
            ArrayNode spread =
                Add([.. (b.Is(ArrayTable.Add) ? b : a).Arguments.Select(term => b.Is(ArrayTable.Add) ? MatMul(a, term) : MatMul(term, b))]);
            isSpreading = false;
            if (spread.Size <= a.Size + b.Size) return spread;
        }

        if (IsUnit(b)) return a.Type.IsRow ? Element(Column(a), [b[0]]) : ColumnOf(a, b[0]);
        if (a.Is(ArrayTable.Transpose) && IsUnit(a[0])) return b.Type.IsVector ? Element(b, [a[0][0]]) : Transpose(Row(b, a[0][0]));
        if (b.Type.IsVector && b.Is(ArrayTable.Ones) && a.Is(ArrayTable.Softmax)
            && a.Type.IsMatrix) return Ones(ArrayType.Vector(a.Type.Rows));
        if (!a.Type.IsRow || !b.Type.IsVector) return null;
        ArrayNode column = Column(a);
        if (column.Is(ArrayTable.Ones)) return Sum(b);
        if (b.Is(ArrayTable.Ones)) return Sum(column);
        ArrayNode product = Multiply(column, b);
        return column != b && (!product.Is(ArrayTable.Multiply) || Parts(product).Arrays.Length < 2) ? Sum(product) : null;
    }

    private static bool AreInverse(ArrayNode a, ArrayNode b) => (a.Is(ArrayTable.Inv) && a[0] == b) || (b.Is(ArrayTable.Inv) && b[0] == a);

    private static bool IsDiagonal(ArrayNode x) => x.Is(ArrayTable.Diag) && x.Type.IsMatrix;

    private static bool IsUnit(ArrayNode x) => x.Is(ArrayTable.OneHot) && x.Type.IsVector;

    private static bool IsZeros(ArrayNode x) => x.Is(ArrayTable.Zeros) || (x.Is(ArrayTable.Transpose) && x[0].Is(ArrayTable.Zeros));

    /// <summary>A chain that is a row to a column, in the direction with fewer transposes.</summary>
    private ArrayNode Oriented(ArrayNode[] chain)
    {
        ArrayNode[] turned = [.. chain.Reverse().Select(Transpose)];
        return graph.Make(ArrayTable.MatMul, CompareForms(turned, chain) < 0 ? turned : chain);

        // The transposed row in front is in both forms; what counts are the matrices between, then which vector came first.
        static int CompareForms(ArrayNode[] a, ArrayNode[] b) => Compare([.. a.Select(Bare)], [.. b.Select(Bare)]);

        static ArrayNode Bare(ArrayNode x) => x.Is(ArrayTable.Transpose) && x[0].Type.IsVector ? x[0] : x;
    }

    private static bool IsNumber(ArrayNode[] segment) => segment[0].Type.IsRow && segment[^1].Type.IsVector;

    /// <summary>The parts of a chain between places where a column meets a row.</summary>
    private static List<ArrayNode[]> Split(List<ArrayNode> chain)
    {
        var segments = new List<ArrayNode[]>();
        int start = 0;
        for (int i = 0; i < chain.Count; i++)
        {
            if (i < chain.Count - 1 && !(chain[i].Type.IsVector && chain[i + 1].Type.IsRow)) continue;
            segments.Add([.. chain[start..(i + 1)]]);
            start = i + 1;
        }

        return segments;
    }

    /// <summary>A column times a row, as the two.</summary>
    private ArrayNode[]? Split(ArrayNode product) => Split([.. product.Arguments]) is { Count: 2 } segments
        ? [.. segments.Select(segment => MatMul(segment))]
        : null;
}
