using System.Text;

namespace Adjoint;

public sealed partial class Tensor
{
    private const string Opening = "tensor(";
    private const int SummarizeAbove = 1000;
    private const int EdgeItems = 3;
    private const int LineWidth = 80;
    private const int DebuggerShows = 16;

    /// <summary>What a debugger shows in a line: type and shape, and the values if they are few.</summary>
    private string DebuggerText =>
        IsSymbolic || Numel > DebuggerShows ? Spec.ToString() : $"{Spec} {ToString().Replace('\n', ' ')}";

    /// <summary>
    /// The values as PyTorch prints them: four decimals, columns aligned, lines of 80 characters, the middle of long axes
    /// left out; then the sizes if values are left out, the type if it is not float32, int64 or bool, and whether a gradient is
    /// tracked.
    /// </summary>
    /// <inheritdoc/>
    public override string ToString() => ToString(null, null);

    /// <summary>The same with real numbers in a format of .NET's, such as <c>F2</c> or <c>E3</c>: <c>$"{x:F2}"</c>.</summary>
    /// <param name="format">The format of each real number; null, empty or <c>G</c> for PyTorch's.</param>
    /// <param name="formatProvider">Decimal sign and such, if there is a format; the invariant culture's if null.</param>
    /// <returns>The text.</returns>
    /// <exception cref="FormatException">There is no such format.</exception>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        if (IsSymbolic) return $"tensor(symbolic, size={Shape}, dtype={DType.Name()})";
        var text = new StringBuilder(Opening);
        if (Numel == 0) text.Append("[]");
        else Write(text, 0, 0, Elements(format, formatProvider, out int width), width);
        GC.KeepAlive(this);
        bool leavesOut = Numel > SummarizeAbove;
        if (Numel == 0 && Rank != 1) AppendSuffix(text, $"size=({string.Join(", ", Shape.Span.ToArray())})");
        if (leavesOut) AppendSuffix(text, $"size={Shape}");
        if (DType is not (DType.Float32 or DType.Int64 or DType.Bool) || leavesOut || (Numel == 0 && DType != DType.Float32))
            AppendSuffix(text, $"dtype={DType.Name()}");
        if (CreatorName is { } creator) AppendSuffix(text, $"grad_fn=<{creator}>");
        else if (requiresGrad) AppendSuffix(text, "requires_grad=True");
        return text.Append(')').ToString();
    }

    private void Write(StringBuilder text, int axis, int index, Func<int, string> element, int width)
    {
        if (axis == Rank)
        {
            text.Append(element(index));
            return;
        }

        text.Append('[');
        int indent = Opening.Length + axis + 1;
        bool row = axis == Rank - 1;
        int perLine = Math.Max(1, (LineWidth - indent + 1) / (width + 2));
        int written = 0;
        foreach (int i in Shown(Shape[axis]))
        {
            if (written > 0) text.Append(',');
            if (written > 0 && row && written % perLine != 0) text.Append(' ');
            else if (written > 0) text.Append('\n', row ? 1 : Rank - 1 - axis).Append(' ', indent);
            written++;
            if (i < 0) text.Append(row ? " ..." : "...");
            else Write(text, axis + 1, index + (i * Strides[axis]), element, width);
        }

        text.Append(']');
    }

    /// <summary>Appends what follows the values, on a new line where it would not fit.</summary>
    private static void AppendSuffix(StringBuilder text, string suffix)
    {
        int line = 0;
        while (line < text.Length && text[^(line + 1)] != '\n') line++;
        if (line + suffix.Length + 4 > LineWidth) text.Append(",\n").Append(' ', Opening.Length);
        else text.Append(", ");
        text.Append(suffix);
    }

    /// <summary>The positions along an axis that are printed; −1 for the gap.</summary>
    private IEnumerable<int> Shown(int size)
    {
        bool gap = Numel > SummarizeAbove && size > 2 * EdgeItems;
        for (int i = 0; i < size; i++)
        {
            if (gap && i == EdgeItems)
            {
                yield return -1;
                i = size - EdgeItems;
            }

            yield return i;
        }
    }

    private IEnumerable<int> ShownIndices(int axis = 0, int index = 0)
    {
        if (axis == Rank)
        {
            yield return index;
            yield break;
        }

        foreach (int i in Shown(Shape[axis]))
        {
            if (i < 0) continue;
            foreach (int inner in ShownIndices(axis + 1, index + (i * Strides[axis]))) yield return inner;
        }
    }

    /// <summary>The text of the element at an index in memory, and how wide elements are.</summary>
    private Func<int, string> Elements(string? format, IFormatProvider? provider, out int width)
    {
        if (!DType.IsFloatingPoint())
        {
            int longest = width = ShownIndices().Max(index => ReadText(index).Length);
            return index => ReadText(index).PadLeft(longest);
        }

        if (format is not (null or "" or "G"))
        {
            int longest = width = ShownIndices().Max(index => Formatted(index).Length);
            return index => Formatted(index).PadLeft(longest);

            string Formatted(int index) => ReadAt(index).ToString(format, provider ?? CultureInfo.InvariantCulture);
        }

        var numbers = new NumberFormat([.. ShownIndices().Select(ReadAt)]);
        width = numbers.Width;
        return index => numbers.Write(ReadAt(index)).PadLeft(numbers.Width);
    }

    private string ReadText(int index) => DType switch
    {
        DType.Int64 => At<long>(index).ToString(CultureInfo.InvariantCulture),
        DType.Int32 => At<int>(index).ToString(CultureInfo.InvariantCulture),
        DType.UInt8 => At<byte>(index).ToString(CultureInfo.InvariantCulture),
        DType.Bool => At<byte>(index) != 0 ? "True" : "False",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private double ReadAt(int index) => DType switch
    {
        DType.Float32 => At<float>(index),
        DType.Float64 => At<double>(index),
        DType.Int64 => At<long>(index),
        DType.Int32 => At<int>(index),
        DType.UInt8 or DType.Bool => At<byte>(index),
        DType.Float16 => (double)At<Half>(index),
        DType.BFloat16 => At<BFloat16>(index).ToSingle(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private T At<T>(int index) where T : unmanaged =>
        System.Runtime.CompilerServices.Unsafe.Add(ref System.Runtime.CompilerServices.Unsafe.AsRef(in ReadOnly<T>()), index);
}
