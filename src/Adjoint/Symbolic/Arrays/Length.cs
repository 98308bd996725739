namespace Adjoint.Symbolic;

/// <summary>How many entries an axis has: a number, a letter, or a formula of letters. Equal by name.</summary>
/// <param name="Name">The number or letter, as it is written.</param>
/// <param name="Count">The number; of a letter one to compute with.</param>
internal readonly record struct Length(string Name, int Count)
{
    public static readonly Length One = Of(1);

    public bool IsNumber => Name.All(char.IsAsciiDigit);

    public static Length Of(int count) => new(count.ToString(CultureInfo.InvariantCulture), count);

    /// <summary>The length that windows of a size, moved by a stride over a padded axis, give.</summary>
    public static Length Windows(Length axis, Length window, int stride, int padding)
    {
        int count = FloorDivide(axis.Count + (2 * padding) - window.Count, stride) + 1;
        if (axis.IsNumber && window.IsNumber) return Of(Math.Max(count, 0));
        string room = padding == 0 ? axis.Name : $"{axis.Name} + {2 * padding}";
        return stride == 1
            ? new Length($"{room} - {window.Name} + 1", count)
            : new Length($"floor(({room} - {window.Name})/{stride}) + 1", count);
    }

    public bool Equals(Length other) => Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;

    private static int FloorDivide(int a, int b) => (int)Math.Floor((double)a / b);
}
