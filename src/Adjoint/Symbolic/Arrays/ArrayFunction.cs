namespace Adjoint.Symbolic;

/// <summary>A row of the table of functions of arrays: everything that is known of a function.</summary>
/// <param name="Name">What it is called in text, or its sign.</param>
/// <param name="Least">The fewest arguments.</param>
/// <param name="Most">The most arguments.</param>
internal sealed record ArrayFunction(string Name, int Least, int Most)
{
    /// <summary>The names of its settings, which are given as <c>stride=2</c>.</summary>
    public (string Name, double Default)[] Options { get; init; } = [];

    /// <summary>The shape of the result.</summary>
    public required Func<ArrayCall, ArrayType> Infer { get; init; }

    /// <summary>The value from those of the arguments.</summary>
    public Func<ArrayNode, Tensor[], Tensor>? Evaluate { get; init; }

    /// <summary>What it is written as in formulas: the simplified form; by default itself.</summary>
    public Func<ArrayAlgebra, ArrayNode, ArrayNode[], ArrayNode>? Build { get; init; }

    /// <summary>What each argument's adjoint gains from that of the result; null where nothing flows.</summary>
    public Func<ArrayAlgebra, ArrayNode, ArrayNode, ArrayNode?[]>? Pull { get; init; }

    /// <summary>An entry of the result, from its indices; null where it has no formula.</summary>
    public Func<ArrayEntries, ArrayNode, ArrayNode[], ArrayNode?>? Entry { get; init; }

    /// <summary>How LaTeX writes it, with its arguments in the place of <c>#1</c>, <c>#2</c>; null for the name and parentheses.</summary>
    public string? Latex { get; init; }

    /// <summary>Whether a user may call it by its name.</summary>
    public bool IsCalled { get; init; } = true;

    /// <summary>Whether its shape is stated and not inferred.</summary>
    public bool KeepsType { get; init; }

    /// <summary>The scalar function that acts on each entry, of one that does.</summary>
    public ScalarFunction? Scalar { get; init; }

    public bool Equals(ArrayFunction? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A function on arguments, before its shape is known.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Settings">The settings.</param>
internal readonly record struct ArrayCall(ArrayFunction Function, ArrayNode[] Arguments, double[] Settings)
{
    public ArrayType this[int argument] => Arguments[argument].Type;
}
