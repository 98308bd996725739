namespace Adjoint.Symbolic;

/// <summary>A part of an expression with arrays: a function of the table applied to others. Equal parts are one node.</summary>
internal sealed class ArrayNode
{
    public required int Id { get; init; }

    public required ArrayFunction Function { get; init; }

    public required ArrayNode[] Arguments { get; init; }

    public required ArrayType Type { get; init; }

    /// <summary>Settings such as a stride; of a number its value, of a product its coefficient.</summary>
    public required double[] Settings { get; init; }

    /// <summary>The name of a variable, an index or a length.</summary>
    public string? Name { get; init; }

    /// <summary>The entries of an array of numbers.</summary>
    public Tensor? Literal { get; init; }

    /// <summary>The indices of sums around it that it depends on.</summary>
    public required IReadOnlySet<string> Indices { get; init; }

    /// <summary>The variables that it depends on.</summary>
    public required IReadOnlySet<string> Variables { get; init; }

    /// <summary>How many parts it has when written out.</summary>
    public required int Size { get; init; }

    /// <summary>How many functions deep it is.</summary>
    public required int Depth { get; init; }

    public ArrayNode this[int argument] => Arguments[argument];

    public bool Is(ArrayFunction function) => ReferenceEquals(Function, function);

    /// <summary>The value of a number; null for anything else.</summary>
    public double? Number => Is(ArrayTable.Number) ? Settings[0] : null;

    /// <summary>The part as text.</summary>
    public override string ToString() => ArrayWriter.Text(this);
}
