using System.Globalization;
using System.Text;

namespace Adjoint;

public sealed partial class Tensor
{
    private const int SummarizeAbove = 1000;
    private const int EdgeItems = 3;

    /// <summary>
    /// The values as PyTorch prints them: four decimals, columns aligned, the middle of long axes left out; then the type
    /// if it is not float32, and whether a gradient is tracked.
    /// </summary>
    public override string ToString()
    {
        if (IsSymbolic) return $"tensor(symbolic, size={Shape}, dtype={DType.Name()})";
        const string prefix = "tensor(";
        var text = new StringBuilder(prefix);
        double[] shown = [.. ShownValues()];
        Func<double, string> format = Formatter(shown);
        int width = 0;
        foreach (double value in shown) width = Math.Max(width, format(value).Length);
        if (Count == 0) text.Append("[]");
        else Write(text, 0, 0, prefix.Length, value => format(value).PadLeft(Rank == 0 ? 0 : width));
        if (Count == 0 && Rank != 1) text.Append(CultureInfo.InvariantCulture, $", size={Shape}");
        if (DType is not (DType.Float32 or DType.Int64 or DType.Bool) || (Count == 0 && DType != DType.Float32))
            text.Append(CultureInfo.InvariantCulture, $", dtype={DType.Name()}");
        text.Append(TrackingSuffix()).Append(')');
        GC.KeepAlive(this);
        return text.ToString();
    }

    private void Write(StringBuilder text, int axis, int index, int indent, Func<double, string> format)
    {
        if (axis == Rank)
        {
            text.Append(format(ReadAt(index)));
            return;
        }

        text.Append('[');
        bool innermost = axis == Rank - 1;
        bool first = true;
        foreach (int i in Shown(Shape[axis]))
        {
            if (!first)
            {
                if (innermost) text.Append(", ");
                else text.Append(',').Append('\n', Rank - 1 - axis).Append(' ', indent + axis + 1);
            }

            first = false;
            if (i < 0) text.Append("...");
            else Write(text, axis + 1, index + (i * Strides[axis]), indent, format);
        }

        text.Append(']');
    }

    /// <summary>The positions along an axis that are printed; −1 for the gap.</summary>
    private IEnumerable<int> Shown(int size)
    {
        bool gap = Count > SummarizeAbove && size > 2 * EdgeItems;
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

    private IEnumerable<double> ShownValues(int axis = 0, int index = 0)
    {
        if (axis == Rank)
        {
            yield return ReadAt(index);
            yield break;
        }

        foreach (int i in Shown(Shape[axis]))
        {
            if (i < 0) continue;
            foreach (double value in ShownValues(axis + 1, index + (i * Strides[axis]))) yield return value;
        }
    }

    private double ReadAt(int index)
    {
        return DType switch
        {
            DType.Float32 => At<float>(),
            DType.Float64 => At<double>(),
            DType.Int64 => At<long>(),
            DType.Int32 => At<int>(),
            _ => At<byte>(),
        };

        T At<T>() where T : unmanaged => System.Runtime.CompilerServices.Unsafe.Add(ref Reference<T>(), index);
    }

    /// <summary>PyTorch's choice: whole numbers with a bare point, else four decimals, scientific where the range is wide.</summary>
    private Func<double, string> Formatter(double[] values)
    {
        if (DType == DType.Bool) return value => value != 0 ? "True" : "False";
        if (!DType.IsFloatingPoint()) return value => value.ToString("0", CultureInfo.InvariantCulture);
        double least = double.PositiveInfinity;
        double most = 0;
        bool whole = true;
        foreach (double value in values)
        {
            if (!double.IsFinite(value)) continue;
            whole &= value == Math.Ceiling(value);
            if (value == 0) continue;
            least = Math.Min(least, Math.Abs(value));
            most = Math.Max(most, Math.Abs(value));
        }

        bool scientific = most > 0 && (most / least > 1000 || most > 1e8 || (!whole && least < 1e-4));
        return value =>
            double.IsNaN(value) ? "nan"
            : double.IsInfinity(value) ? value > 0 ? "inf" : "-inf"
            : scientific && (!whole || most > 1e8 || most / least > 1000)
                ? value.ToString("0.0000e+00", CultureInfo.InvariantCulture)
            : whole ? value.ToString("0", CultureInfo.InvariantCulture) + "."
            : value.ToString("0.0000", CultureInfo.InvariantCulture);
    }
}
