namespace Adjoint;

/// <summary>
/// A setting of a window over an image, such as its stride: one number for every spatial axis, or one for each, as a tuple
/// <c>(3, 5)</c> or a list <c>[3, 5]</c>.
/// </summary>
[CollectionBuilder(typeof(Spatial), nameof(Create))]
public readonly struct Spatial : IEnumerable<int>
{
    private readonly int[] values;

    private Spatial(int[] values) => this.values = values;

    /// <summary>One number for every axis.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The setting.</returns>
    public static implicit operator Spatial(int value) => new([value]);

    /// <summary>Height and width.</summary>
    /// <param name="value">The numbers.</param>
    /// <returns>The setting.</returns>
    public static implicit operator Spatial((int Height, int Width) value) => new([value.Height, value.Width]);

    /// <summary>Depth, height and width.</summary>
    /// <param name="value">The numbers.</param>
    /// <returns>The setting.</returns>
    public static implicit operator Spatial((int Depth, int Height, int Width) value) => new([value.Depth, value.Height, value.Width]);

    /// <summary>One number for each axis, outermost first.</summary>
    /// <param name="values">The numbers; a single one is for every axis.</param>
    /// <returns>The setting.</returns>
    public static implicit operator Spatial(int[] values) => new(values);

    /// <summary>One number for each axis, outermost first: <c>[3, 5]</c>.</summary>
    /// <param name="values">The numbers; a single one is for every axis.</param>
    /// <returns>The setting.</returns>
    public static Spatial Create(ReadOnlySpan<int> values) => new(values.ToArray());

    /// <summary>The sizes of a shape, outermost first.</summary>
    /// <param name="shape">The sizes.</param>
    /// <returns>The setting.</returns>
    public static implicit operator Spatial(Shape shape) => new(shape.Span.ToArray());

    /// <summary>Enumerates the numbers as they were given.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(values ?? [0])).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The numbers for so many axes; an error names the operation, and which of its settings it is.</summary>
    /// <exception cref="ShapeException">There are several numbers but not as many as axes, or one is below the least.</exception>
    internal Steps For(int rank, string operation, string what, int least)
    {
        ReadOnlySpan<int> given = values ?? [0];
        if (given.Length != 1 && given.Length != rank)
            throw new ShapeException($"{operation}: {what}: give one number or {rank}, not {Shape.Format(given)}.");
        foreach (int value in given)
            if (value < least) throw new ShapeException($"{operation}: {what}: {value} is below {least}.");
        return given.Length == rank ? new Steps(given) : Steps.Repeat(given[0], rank);
    }

    /// <summary>The numbers, as PyTorch writes them: <c>3</c> or <c>(3, 5)</c>.</summary>
    /// <inheritdoc/>
    public override string ToString() =>
        values is null ? "0" : values.Length == 1 ? $"{values[0]}" : $"({string.Join(", ", values)})";
}
