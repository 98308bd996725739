namespace Adjoint.Symbolic;

/// <summary>
/// The functions of arrays, a row for each: shape, value, simplified form, what flows back, entries and LaTeX. Matrix derivatives
/// are those of Magnus &amp; Neudecker, Matrix Differential Calculus, 3rd ed. 2007, and Giles, Collected matrix derivative results, 2008.
/// </summary>
internal static partial class ArrayTable
{
    private static readonly Lazy<Dictionary<string, ArrayFunction>> Called = new(() => Rows()
        .Where(row => row.IsCalled).GroupBy(row => row.Name).ToDictionary(rows => rows.Key, rows => rows.First()));

    public static readonly ArrayFunction Number = Leaf("number");

    public static readonly ArrayFunction Variable = Leaf("variable") with { Evaluate = null };

    public static readonly ArrayFunction Index = Leaf("index");

    public static readonly ArrayFunction Count = Leaf("count");

    public static readonly ArrayFunction Literal = Leaf("literal");

    public static readonly ArrayFunction Pi = Leaf("pi");

    public static readonly ArrayFunction E = Leaf("e");

    /// <summary>A sum over an index: from, to, and the summand.</summary>
    public static readonly ArrayFunction IndexSum = new("indexsum", 3, 3)
    {
        Infer = call => call[2],
        IsCalled = false,
        KeepsType = true,
        Build = (algebra, node, x) => algebra.SumOver(node.Name!, x[0], x[1], x[2]),
        Entry = (entries, node, at) => entries.SumOver(node, at),
    };

    /// <summary>The functions that are called by name.</summary>
    public static IReadOnlyDictionary<string, ArrayFunction> ByName => Called.Value;

    /// <summary>The names that only arrays need: an expression that calls one has arrays.</summary>
    public static bool IsOfArrays(string name) => ByName.TryGetValue(name, out ArrayFunction? function) && function.Scalar is null
        && name is not ("max" or "min");

    /// <summary>The function that acts on each entry.</summary>
    public static ArrayFunction Entrywise(string name) => Called.Value[name];

    /// <summary>A place that an index counts from 1.</summary>
    public static int Place(Tensor value)
    {
        double place = value.Detach().Item();
        return double.IsInteger(place) ? (int)place
            : throw new ArrayShapeException(string.Create(CultureInfo.InvariantCulture, $"an index is a whole number, not {place}"));
    }

    /// <summary>A place within an axis, counted from 0.</summary>
    public static int Place(Tensor value, Length axis)
    {
        int place = Place(value);
        return place >= 1 && place <= axis.Count ? place - 1
            : throw new ArrayShapeException($"there is no entry {place}: the axis has {axis.Count}, counted from 1");
    }

    /// <summary>The length that an argument states, such as <c>3</c> or a letter.</summary>
    public static Length LengthOf(ArrayNode node) => node.Is(Count) ? new Length(node.Name!, (int)node.Settings[0])
        : node.Number is { } number && double.IsInteger(number) && number is >= 1 and <= 1e6 ? Length.Of((int)number)
        : throw new ArrayShapeException($"a length is a whole number or the letter of an axis, not {node}");

    private static IEnumerable<ArrayFunction> Rows() => typeof(ArrayTable)
        .GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public)
        .Where(field => field.FieldType == typeof(ArrayFunction)).Select(field => (ArrayFunction)field.GetValue(null)!)
        .Concat(EntrywiseFunctions());

    private static ArrayFunction Leaf(string name) => new(name, 0, 0)
    {
        Infer = _ => ArrayType.Scalar,
        IsCalled = false,
        KeepsType = true,
        Entry = (_, node, at) => at.Length == 0 ? node : null,
    };

    private static ArrayType Only(ArrayCall call, Func<ArrayType, bool> fits, string what, Func<ArrayType, ArrayType> type) => fits(call[0])
        ? type(call[0])
        : throw new ArrayShapeException($"{call.Function.Name} takes {what}, not {call[0].Described}");

    private static Tensor Shaped(ArrayNode node, Tensor value) => value.Reshape(node.Type.Sizes);
}
