using System.Security.Cryptography;

namespace Adjoint.Data;

/// <summary>
/// Fashion-MNIST: 70,000 photographs of clothes of 28×28 grey pixels in ten classes. Xiao, Rasul, Vollgraf 2017 (arXiv
/// 1708.07747), MIT licence.
/// </summary>
/// <remarks>
/// The data is not part of this library. Debian has it as the package <c>dataset-fashion-mnist</c>; elsewhere fetch
/// the four files that the authors publish. They may stay compressed; then they are held to the published MD5 sums.
/// </remarks>
public static class FashionMnist
{
    /// <summary>Where Debian's package puts the files.</summary>
    public const string DefaultDirectory = "/usr/share/datasets/fashion-mnist";

    private const int Side = 28;
    private const int TrainCount = 60_000;
    private const int TestCount = 10_000;

    private static readonly string[] names =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>The names of the ten classes.</summary>
    public static IReadOnlyList<string> ClassNames => names;

    /// <summary>Loads both parts: batches have images float32 [N, 1, 28, 28] within 0 to 1, classes int64 [N].</summary>
    /// <param name="directory">Where the four files are, with or without <c>.gz</c>.</param>
    /// <exception cref="DataFormatException">
    /// A file is missing (the message says where to get it), is damaged, or is not what it should be.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static (TensorDataset Train, TensorDataset Test) Load(string directory = DefaultDirectory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        string[] paths =
        [
            Find(directory, "train-images-idx3-ubyte"), Find(directory, "train-labels-idx1-ubyte"),
            Find(directory, "t10k-images-idx3-ubyte"), Find(directory, "t10k-labels-idx1-ubyte"),
        ];
        return (
            Load(paths[0], "8d4fb7e6c68d591d4c3dfef9ec88bf0d", paths[1], "25c81989df183df01b3e8a0aad5dffbe", TrainCount),
            Load(paths[2], "bef4ecab320f06d8554ea6380940ec79", paths[3], "bb300cfdad3c16e7a12a480ee83cd310", TestCount));
    }

    private static TensorDataset Load(string imagePath, string imageSum, string labelPath, string labelSum, int count)
    {
        Tensor images = Read(imagePath, imageSum, [count, Side, Side]);
        Tensor labels = Read(labelPath, labelSum, [count]);
        if (labels.Span<byte>().ContainsAnyExceptInRange((byte)0, (byte)(names.Length - 1)))
            throw new DataFormatException($"{labelPath}: a label is above {names.Length - 1}, the last class.");
        return new TensorDataset(
            images.Unsqueeze(1), labels.To(DType.Int64), static pixels => pixels.To(DType.Float32) / 255);
    }

    private static string Find(string directory, string name)
    {
        string plain = Path.Combine(directory, name);
        string compressed = plain + ".gz";
        if (File.Exists(compressed)) return compressed;
        if (File.Exists(plain)) return plain;
        string what = Directory.Exists(directory) ? $"there is no {name} (or {name}.gz) in {directory}" : $"there is no folder {directory}";
        throw new DataFormatException(
            $"Fashion-MNIST: {what}. Install Debian's package dataset-fashion-mnist, which puts the files under {DefaultDirectory}, or name the folder that has them.");
    }

    private static Tensor Read(string path, string sum, Shape expected)
    {
        byte[] content = File.ReadAllBytes(path);
        Tensor values = Idx.Parse(content, path);
        if (values.DType != DType.UInt8 || values.Shape != expected)
            throw new DataFormatException($"{path}: has {values.DType.Name()} {values.Shape}, Fashion-MNIST has uint8 {expected} there.");
        if (Idx.IsCompressed(content)) CheckSum(path, content, sum);
        return values;
    }

    private static void CheckSum(string path, byte[] content, string expected)
    {
#pragma warning disable CA5351 // Not for security: the sums that the authors publish are MD5.
        string sum = Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351
        if (sum != expected)
            throw new DataFormatException(
                $"{path}: not the published file: its MD5 sum is {sum}, it should be {expected}. Fetch the file again.");
    }
}
