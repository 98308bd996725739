using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Adjoint.Cli;

/// <summary>Reads an array that NumPy has saved: versions 1 to 3 of the format, real numbers of any width, either byte and axis
/// order.</summary>
internal static partial class NpyFile
{
    private const long MostEntries = 50_000_000;

    /// <summary>The array in float64.</summary>
    /// <exception cref="FormatException">The file is no such array, or is cut off.</exception>
    public static Tensor Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < 10 || bytes[0] != 0x93 || !bytes.AsSpan(1, 5).SequenceEqual("NUMPY"u8)) throw Wrong("it is no NumPy array");
        bool isLong = bytes[6] >= 2;
        int start = isLong ? 12 : 10;
        long length = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8))
            : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        if (start + length > bytes.Length) throw Wrong("it is cut off in its header");
        string header = Encoding.UTF8.GetString(bytes, start, (int)length);
        Match descr = Descr().Match(header);
        Match shape = ShapeOf().Match(header);
        if (!descr.Success || !shape.Success) throw Wrong("its header names no type and shape");
        int[] sizes = Sizes(shape.Groups[1].Value);
        long count = sizes.Aggregate(1L, (product, size) => product * size);
        if (count > MostEntries) throw Wrong($"it has more than {MostEntries} entries");
        int width = int.Parse(descr.Groups[3].Value, CultureInfo.InvariantCulture);
        ReadOnlySpan<byte> data = bytes.AsSpan(start + (int)length);
        if (data.Length < count * width) throw Wrong("it is cut off: there are fewer entries than its shape says");
        var values = new double[count];
        char kind = descr.Groups[2].Value[0];
        bool isBig = descr.Groups[1].Value == ">";
        Span<byte> entry = stackalloc byte[8];
        for (int i = 0; i < values.Length; i++)
        {
            data.Slice(i * width, width).CopyTo(entry);
            if (isBig) entry[..width].Reverse();
            values[i] = Entry(kind, width, entry);
        }

        bool isFortran = Fortran().IsMatch(header);
        if (!isFortran || sizes.Length < 2) return Tensor.From<double>(values, sizes);
        int[] axes = [.. Enumerable.Range(0, sizes.Length).Reverse()];
        return Tensor.From<double>(values, (int[])[.. sizes.Reverse()]).Permute(axes).Contiguous();
    }

    private static double Entry(char kind, int width, ReadOnlySpan<byte> bytes) => (kind, width) switch
    {
        ('f', 8) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        ('i', 8) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        ('i', 1) => (sbyte)bytes[0],
        ('u', 8) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        ('u' or 'b', 1) => bytes[0],
        _ => throw Wrong($"its entries are of type {kind}{width}; real numbers can be read"),
    };

    private static int[] Sizes(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0
            ? size
            : throw Wrong($"its shape is ({text})"))];
    }

    private static FormatException Wrong(string problem) => new(problem);

    [GeneratedRegex(@"'descr':\s*'([<>|=])([a-z])(\d+)'")]
    private static partial Regex Descr();

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex ShapeOf();

    [GeneratedRegex(@"'fortran_order':\s*True")]
    private static partial Regex Fortran();
}
