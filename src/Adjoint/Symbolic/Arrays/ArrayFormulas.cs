namespace Adjoint.Symbolic;

/// <summary>Finds the formulas of derivatives, and checks them.</summary>
internal static class ArrayFormulas
{
    private const int ChecksPerFormula = 3;

    /// <summary>More numbers than this are not compared: the formula is the same at any size.</summary>
    private const long MostCompared = 40_000;

    /// <summary>A formula with indices is computed at no more places than about this.</summary>
    private const int MostPlaces = 300;

    /// <summary>What the value is called: as its statement, or f.</summary>
    public static string NameOf(ArrayExpression f)
    {
        if (f.Statements.Count > 0 && f.Statements[^1].Value == f.Root) return f.Statements[^1].Name;
        string name = "f";
        int number = 0;
        var taken = new HashSet<string>([.. f.Variables, .. f.Statements.Select(statement => statement.Name), .. f.Shapes.Letters.Keys]);
        return taken.Contains(name) ? Derivation.Unused("f", ref number, taken) : name;
    }

    /// <summary>The derivative of the value with respect to a variable.</summary>
    public static ArrayFormula Derivative(ArrayExpression f, ArrayNode x)
    {
        string name = NameOf(f);
        return Find(f, $"∂{name}", () => f.Algebra.Normalize(f.Root), f.Root.Type, [x], (values, point) =>
            Numbers(values.Of(f.Root), point[x.Name!]));
    }

    /// <summary>The derivative of the gradient.</summary>
    public static ArrayFormula Second(ArrayExpression f, ArrayNode a, ArrayNode b)
    {
        string name = NameOf(f);
        return Find(
            f, $"∂²{name}", () => new MatrixCalculus(f.Algebra).Reverse(f.Algebra.Normalize(f.Root), f.Algebra.Number(1), [a])[0], a.Type,
                [a, b],
            (values, point) => Numbers(Gradient(values.Of(f.Root), point[a.Name!]), point[b.Name!]));
    }

    /// <summary>An entry of the gradient.</summary>
    public static ArrayFormula Entry(ArrayExpression f, ArrayNode x)
    {
        string left = $"∂{NameOf(f)}/∂{x.Name}";
        return Guard(f, left, x.Type, () =>
        {
            var calculus = new MatrixCalculus(f.Algebra);
            ArrayNode gradient = calculus.Reverse(f.Algebra.Normalize(f.Root), f.Algebra.Number(1), [x])[0];
            ArrayEntries entries = Entries(f);
            ArrayNode[] at = [.. x.Type.Lengths.Select(_ => entries.NewIndex())];
            return ($"∂{NameOf(f)}/∂{Indexed(x.Name!, at)}", entries.Of(gradient, at), at, x.Type);
        }, (values, point) => Numbers(values.Of(f.Root), point[x.Name!]), null);
    }

    /// <summary>The derivatives of each entry of y with respect to each of x, with the axes of y before those of x.</summary>
    public static Tensor Numbers(Tensor y, Tensor x)
    {
        var rows = new List<Tensor>();
        Tensor flat = y.Flatten();
        for (int i = 0; i < y.Numel; i++)
        {
            Tensor? row = y.RequiresGrad ? Engine.Grad([flat.Select(0, i)], [x], retainGraph: true, allowUnused: true)[0] : null;
            rows.Add(row?.Detach() ?? Tensor.Zeros(x.Shape, x.DType));
        }

        return Tensor.Stack([.. rows]).Reshape([.. y.Shape.Span.ToArray(), .. x.Shape.Span.ToArray()]);
    }

    /// <summary>The gradient of a number as a tensor that derivatives flow through.</summary>
    public static Tensor Gradient(Tensor y, Tensor x) => y.RequiresGrad
        ? Engine.Grad([y], [x], createGraph: true, allowUnused: true)[0] ?? Tensor.Zeros(x.Shape, x.DType)
        : Tensor.Zeros(x.Shape, x.DType);

    private static ArrayFormula Find(
        ArrayExpression f, string top, Func<ArrayNode> find, ArrayType of, ArrayNode[] with,
        Func<ArrayValues, IReadOnlyDictionary<string, Tensor>, Tensor> numbers)
    {
        ArrayNode x = with[^1];
        string left = $"{top}/{string.Concat(with.Select(variable => "∂" + variable.Name))}";
        ArrayType shape = of.IsScalar ? x.Type : x.Type.IsScalar ? of : new ArrayType([.. Plain(of), .. Plain(x.Type)]);
        return Guard(f, left, shape, () =>
        {
            ArrayNode y = find();
            var calculus = new MatrixCalculus(f.Algebra);
            if (y.Type.IsScalar) return (left, calculus.Reverse(y, f.Algebra.Number(1), [x])[0], [], shape);
            y = f.Algebra.Column(y);
            if (y.Type.IsVector && (x.Type.IsVector || x.Type.IsScalar) && calculus.Jacobian(y, x) is { } jacobian)
                return (left, x.Type.IsScalar ? f.Algebra.Column(jacobian) : jacobian, [], shape);
            ArrayEntries entries = Entries(f);
            ArrayNode[] first = [.. y.Type.Lengths.Select(_ => entries.NewIndex())];
            ArrayNode[] second = [.. x.Type.Lengths.Select(_ => entries.NewIndex())];
            ArrayNode flow = calculus.Reverse(y, f.Algebra.Indicator(y.Type, first), [x])[0];
            string entry = with.Length == 1
                ? $"{Indexed(top, first)}/∂{Indexed(x.Name!, second)}"
                : $"{top}/∂{Indexed(with[0].Name!, first)}∂{Indexed(x.Name!, second)}";
            return (entry, entries.Of(flow, second), [.. first, .. second], shape);
        }, numbers, of.IsScalar || of.Rank + x.Type.Rank <= 2 ? null : $"of order {of.Rank + x.Type.Rank}, so written with indices");
    }

    private static ArrayFormula Guard(
        ArrayExpression f, string left, ArrayType shape, Func<(string Left, ArrayNode Node, ArrayNode[] At, ArrayType Shape)> find,
        Func<ArrayValues, IReadOnlyDictionary<string, Tensor>, Tensor> numbers, string? why)
    {
        try
        {
            using Scope scope = GradMode.On();
            (string name, ArrayNode node, ArrayNode[] at, ArrayType type) = find();
            string text = ArrayWriter.Text(node);
            return new ArrayFormula(name, shape.ToString(), text, ArrayWriter.Latex(node), at.Length > 0 ? why : null,
                Check(f, text, at, type, numbers))
            {
                HasIndices = at.Length > 0,
                Node = node,
            };
        }
        catch (NoFormulaException e)
        {
            return new ArrayFormula(left, shape.ToString(), null, null, $"no formula: {e.Message} has none here; its numbers are there",
                null);
        }
        catch (ArrayShapeException e)
        {
            return new ArrayFormula(left, shape.ToString(), null, null, $"no formula: {e.Message}", null);
        }
    }

    /// <summary>Reads the formula back and compares it with a reverse pass at random points.</summary>
    private static double? Check(
        ArrayExpression f, string text, ArrayNode[] at, ArrayType shape, Func<ArrayValues, IReadOnlyDictionary<string, Tensor>,
            Tensor> numbers)
    {
        if ((long)f.Root.Type.Numel * shape.Numel > MostCompared) return null;
        ArrayNode read = new ArrayParser(text, new ArrayGraph(), f.Shapes.Types, f.Shapes.Letters).Parse();
        double? largest = null;
        for (int seed = 0; seed < ChecksPerFormula; seed++)
        {
            if (RandomPoint.Of(f, seed) is not { } point) return largest;
            double[] expected = ArrayValues.Entries(numbers(new ArrayValues(point, f.DType), point));
            int stride = at.Length == 0 ? 1 : Math.Max(1, shape.Numel / MostPlaces);
            double[] found = at.Length == 0 ? Whole(read, point, f.DType, expected.Length)
                : EntryByEntry(read, at, shape, point, f.DType, stride);
            if (stride > 1) expected = [.. expected.Where((_, place) => place % stride == 0)];
            if (!expected.All(double.IsFinite)) continue;
            if (found.Length != expected.Length) return double.PositiveInfinity;
            double scale = Math.Max(1, expected.Max(Math.Abs));
            double difference = expected.Zip(found, (a, b) => Math.Abs(a - b) / scale).Max();
            if (!(difference <= largest)) largest = difference;
        }

        return largest;
    }

    private static double[] Whole(ArrayNode read, IReadOnlyDictionary<string, Tensor> point, DType type, int count)
    {
        Tensor value = new ArrayValues(point, type).Of(read);
        return value.Rank == 0 && count > 1 ? [.. Enumerable.Repeat(value.Item(), count)] : ArrayValues.Entries(value);
    }

    /// <summary>The formula at each place; of many places at some, spread over all.</summary>
    private static double[] EntryByEntry(
        ArrayNode read, ArrayNode[] at, ArrayType shape, IReadOnlyDictionary<string, Tensor> point, DType type, int stride)
    {
        int[] sizes = shape.Sizes;
        var found = new double[((shape.Numel - 1) / stride) + 1];
        for (int entry = 0; entry < found.Length; entry++)
        {
            var bound = new Dictionary<string, Tensor>(point);
            int rest = entry * stride;
            for (int axis = at.Length - 1; axis >= 0; axis--)
            {
                bound[at[axis].Name!] = Tensor.Scalar((rest % sizes[axis]) + 1, type);
                rest /= sizes[axis];
            }

            found[entry] = new ArrayValues(bound, type).Of(read).Item();
        }

        return found;
    }

    private static IEnumerable<Length> Plain(ArrayType type) => type.IsRow ? type.Lengths.Skip(1) : type.Lengths;

    private static ArrayEntries Entries(ArrayExpression f) => new(
        f.Algebra,
            [.. f.Variables, .. f.Shapes.Types.Keys, .. f.Shapes.Letters.Keys, .. f.Statements.Select(statement => statement.Name), "e",
            "pi"]);

    private static string Indexed(string name, ArrayNode[] at) =>
        at.Length == 0 ? name : $"{name}[{string.Join(", ", at.Select(index => index.Name))}]";
}
