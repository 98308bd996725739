namespace Adjoint.Symbolic;

/// <summary>The shape of an array. A vector has one axis and is a column in products; a transposed vector is a row.</summary>
/// <param name="lengths">The lengths of the axes.</param>
/// <param name="isRow">Whether it is a transposed vector, of shape 1 × n.</param>
internal sealed class ArrayType(Length[] lengths, bool isRow = false) : IEquatable<ArrayType>
{
    public static readonly ArrayType Scalar = new([]);

    public IReadOnlyList<Length> Lengths => lengths;

    public int Rank => lengths.Length;

    public bool IsRow => isRow;

    public bool IsScalar => lengths.Length == 0;

    public bool IsVector => lengths.Length == 1;

    /// <summary>Two axes, and no transposed vector.</summary>
    public bool IsMatrix => lengths.Length == 2 && !isRow;

    /// <summary>Up to two axes: a factor in a matrix product.</summary>
    public bool IsFactor => lengths.Length is 1 or 2;

    public bool IsSquare => IsMatrix && Rows == Columns;

    public Length Rows => lengths.Length == 0 ? Length.One : lengths[0];

    public Length Columns => lengths.Length == 2 ? lengths[1] : Length.One;

    public int[] Sizes => [.. lengths.Select(length => length.Count)];

    public int Numel => lengths.Aggregate(1, (product, length) => product * length.Count);

    /// <summary>Whether all lengths are numbers.</summary>
    public bool IsKnown => lengths.All(length => length.IsNumber);

    public ArrayType Transposed => IsVector ? Row(lengths[0]) : isRow ? Vector(lengths[1]) : Matrix(lengths[1], lengths[0]);

    public static ArrayType Vector(Length length) => new([length]);

    public static ArrayType Row(Length length) => new([Length.One, length], true);

    public static ArrayType Matrix(Length rows, Length columns) => new([rows, columns]);

    /// <summary>The shape in words: <c>number</c>, <c>3</c>, <c>h × d</c>.</summary>
    public override string ToString() => IsScalar ? "number" : string.Join(" × ", lengths.Select(length => length.Name));

    /// <summary>The shape as an error names it.</summary>
    public string Described => IsScalar ? "a number" : IsVector ? $"a vector of {lengths[0]}" : isRow ? $"a row of {lengths[1]}"
        : $"{this}";

    public bool SameLengths(ArrayType other) => lengths.SequenceEqual(other.Lengths);

    public bool Equals(ArrayType? other) => other is not null && isRow == other.IsRow && SameLengths(other);

    public override bool Equals(object? obj) => Equals(obj as ArrayType);

    public override int GetHashCode() => lengths.Aggregate(isRow ? 1 : 0, HashCode.Combine);
}
