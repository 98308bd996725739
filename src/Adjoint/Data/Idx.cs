using System.Buffers.Binary;
using System.IO.Compression;

namespace Adjoint.Data;

/// <summary>
/// Reads IDX, the format of the MNIST family: two zero bytes, a type, the number of axes, the sizes as big-endian 32-bit
/// numbers, then the elements. Files compressed with gzip are told by their first bytes.
/// </summary>
/// <remarks>Y. LeCun, C. Cortes, C. Burges: "The MNIST database of handwritten digits", section on file formats.</remarks>
public static class Idx
{
    /// <summary>Deflate makes at most 1,032 bytes of one (zlib, "Technical details").</summary>
    private const int MaxExpansion = 1032;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, also compressed (<c>.gz</c>).</param>
    /// <returns>
    /// A tensor of the file's shape. Unsigned bytes become uint8, signed bytes, shorts and ints int32, floats float32, doubles float64.
    /// </returns>
    /// <exception cref="DataFormatException">
    /// It is not IDX, is damaged, is shorter or longer than its header says, or no ordinary file.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = OrdinaryFile.Open(path);
        Span<byte> first = stackalloc byte[2];
        bool isCompressed = file.ReadAtLeast(first, 2, throwOnEndOfStream: false) == 2 && first is [0x1f, 0x8b];
        file.Position = 0;
        return Parse(file, file.Length, isCompressed, path);
    }

    /// <summary>Reads a file's content; the name is for messages.</summary>
    /// <inheritdoc cref="Read" path="/returns"/>
    /// <param name="content">The bytes of the file, also compressed.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataFormatException">It is not IDX, is damaged, or is shorter or longer than its header says.</exception>
    public static Tensor Parse(byte[] content, string name)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var plain = new MemoryStream(content, writable: false);
        return Parse(plain, content.Length, content is [0x1f, 0x8b, ..], name);
    }

    private static Tensor Parse(Stream content, long length, bool isCompressed, string name)
    {
        if (!isCompressed) return Parse(content, length, name);
        using var inflated = new GZipStream(content, CompressionMode.Decompress, leaveOpen: true);
        return Parse(inflated, length > long.MaxValue / MaxExpansion ? long.MaxValue : length * MaxExpansion, name);
    }

    /// <param name="stream">What to read.</param>
    /// <param name="atMost">How many bytes there can be at most: no more is allocated, whatever the header says.</param>
    /// <param name="name">For messages.</param>
    private static Tensor Parse(Stream stream, long atMost, string name)
    {
        try
        {
            (ElementKind kind, Shape shape) = ReadHeader(stream, atMost, name);
            var bytes = new byte[shape.Numel * kind.Size];
            int got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (got < bytes.Length) throw Truncated(name, shape, kind, got);
            if (stream.ReadByte() >= 0)
                throw new DataFormatException(
                    $"{name}: the file goes on after the {bytes.Length} bytes of {shape} that its header announces; "
                    + "it is damaged or no IDX file.");
            return kind.ToTensor(bytes, shape);
        }
        catch (InvalidDataException)
        {
            throw new DataFormatException($"{name}: the compressed data is damaged or truncated; fetch the file again.");
        }
    }

    private static (ElementKind Kind, Shape Shape) ReadHeader(Stream stream, long atMost, string name)
    {
        Span<byte> magic = stackalloc byte[4];
        if (stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false) < 4)
            throw new DataFormatException($"{name}: too short for an IDX file, which has a header of at least 4 bytes.");
        if (magic[0] != 0 || magic[1] != 0 || KindOf(magic[2]) is not { } kind)
            throw new DataFormatException(
                $"{name}: not an IDX file: it begins with {Convert.ToHexString(magic)}, not with 0000, "
                + "a type of 08 to 0E and the number of axes.");
        int rank = magic[3];
        if (rank > Shape.MaxRank)
            throw new DataFormatException($"{name}: {rank} axes are more than the {Shape.MaxRank} that a tensor has.");
        Span<byte> header = stackalloc byte[4 * rank];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw new DataFormatException($"{name}: the file ends within its header, which announces {rank} axes.");
        Span<int> sizes = stackalloc int[rank];
        long bytes = kind.Size;
        for (int axis = 0; axis < rank; axis++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header[(4 * axis)..]);
            if (size > int.MaxValue) throw new DataFormatException($"{name}: axis {axis} has a size of {size}, which no tensor has.");
            sizes[axis] = (int)size;
            // Saturating: sizes that are multiplied with a later 0 are no reason to fail, nor to overflow.
            bytes = bytes > long.MaxValue / Math.Max(1, size) ? long.MaxValue : bytes * size;
        }

        if (bytes > Math.Min(atMost, Array.MaxLength))
            throw new DataFormatException(
                $"{name}: truncated: its header announces {Shape.Format(sizes)} elements of {kind.Size} byte(s), "
                + "which the file cannot hold.");
        return (kind, Shape.Create(sizes));
    }

    private static DataFormatException Truncated(string name, Shape shape, ElementKind kind, int got) => new(
        $"{name}: truncated: its header announces {shape} elements of {kind.Size} byte(s), {(long)shape.Numel * kind.Size} in all, "
        + $"but only {got} follow; fetch the file again.");

    /// <summary>How the elements of a type become a tensor; null for a third byte that stands for none.</summary>
    private static ElementKind? KindOf(byte code) => code switch
    {
        0x08 => new(1, (bytes, shape) => Tensor.Wrap(bytes, shape)),
        0x09 => new(1, (bytes, shape) => Tensor.Wrap(Array.ConvertAll(bytes, value => (int)(sbyte)value), shape)),
        0x0B => new(2, (bytes, shape) => Tensor.Wrap(Array.ConvertAll(Numbers<short>(bytes), value => (int)value), shape)),
        0x0C => new(4, (bytes, shape) => Tensor.Wrap(Numbers<int>(bytes), shape)),
        0x0D => new(4, (bytes, shape) => Tensor.Wrap(Array.ConvertAll(Numbers<int>(bytes), BitConverter.Int32BitsToSingle), shape)),
        0x0E => new(8, (bytes, shape) => Tensor.Wrap(Array.ConvertAll(Numbers<long>(bytes), BitConverter.Int64BitsToDouble), shape)),
        _ => null,
    };

    private static T[] Numbers<T>(byte[] bytes) where T : unmanaged, IBinaryInteger<T>
    {
        int size = Unsafe.SizeOf<T>();
        var values = new T[bytes.Length / size];
        for (int i = 0; i < values.Length; i++) values[i] = T.ReadBigEndian(bytes.AsSpan(i * size, size), isUnsigned: false);
        return values;
    }

    private sealed record ElementKind(int Size, Func<byte[], Shape, Tensor> ToTensor);
}
