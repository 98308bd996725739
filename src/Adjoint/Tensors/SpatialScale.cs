namespace Adjoint;

/// <summary>
/// Factors by which an image is resized: one for every spatial axis, or one for each, as a tuple <c>(2, 1.5)</c> or a list
/// <c>[2, 1.5]</c>.
/// </summary>
[CollectionBuilder(typeof(SpatialScale), nameof(Create))]
public readonly struct SpatialScale : IEnumerable<double>
{
    private readonly double[] values;

    private SpatialScale(double[] values) => this.values = values;

    /// <summary>One factor for every axis.</summary>
    /// <param name="value">The factor.</param>
    /// <returns>The factors.</returns>
    public static implicit operator SpatialScale(double value) => new([value]);

    /// <summary>Of height and width.</summary>
    /// <param name="value">The factors.</param>
    /// <returns>The factors.</returns>
    public static implicit operator SpatialScale((double Height, double Width) value) => new([value.Height, value.Width]);

    /// <summary>Of depth, height and width.</summary>
    /// <param name="value">The factors.</param>
    /// <returns>The factors.</returns>
    public static implicit operator SpatialScale((double Depth, double Height, double Width) value) =>
        new([value.Depth, value.Height, value.Width]);

    /// <summary>One factor for each axis, outermost first.</summary>
    /// <param name="values">The factors.</param>
    /// <returns>The factors.</returns>
    public static implicit operator SpatialScale(double[] values) => new(values);

    /// <summary>One factor for each axis, outermost first: <c>[2, 1.5]</c>.</summary>
    /// <param name="values">The factors; a single one is for every axis.</param>
    /// <returns>The factors.</returns>
    public static SpatialScale Create(ReadOnlySpan<double> values) => new(values.ToArray());

    /// <summary>Enumerates the factors as they were given.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)(values ?? [0])).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The factors for so many axes.</summary>
    /// <exception cref="ShapeException">There are several but not as many as axes, or one is not a finite number above 0.</exception>
    internal double[] For(int rank, string operation)
    {
        double[] given = values ?? [0];
        if (given.Length != 1 && given.Length != rank)
            throw new ShapeException($"{operation}: a scale has one factor or {rank}, not {this}.");
        foreach (double value in given)
            if (!(value > 0 && double.IsFinite(value))) throw new ShapeException($"{operation}: a scale of {value} is not above 0.");
        return given.Length == rank ? given : [.. Enumerable.Repeat(given[0], rank)];
    }

    /// <summary>The factors, as PyTorch writes them: <c>2.0</c> or <c>(2.0, 1.5)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => values is null
        ? "0.0"
        : values.Length == 1 ? Text(values[0]) : $"({string.Join(", ", values.Select(Text))})";

    private static string Text(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        return text.AsSpan().ContainsAny(".en") ? text : text + ".0";
    }
}
