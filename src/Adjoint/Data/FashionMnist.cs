using System.Security.Cryptography;

namespace Adjoint.Data;

/// <summary>
/// Fashion-MNIST: 70,000 photographs of clothes of 28×28 grey pixels in ten classes. Xiao, Rasul, Vollgraf 2017 (arXiv
/// 1708.07747), MIT licence.
/// </summary>
/// <remarks>
/// The data is not part of this library. Debian has it as the package <c>dataset-fashion-mnist</c>; elsewhere fetch the four files that the
/// authors publish. They may stay compressed; either way their content is held to its SHA-256 sums.
/// </remarks>
public static class FashionMnist
{
    /// <summary>Where Debian's package puts the files.</summary>
    public const string DefaultDirectory = "/usr/share/datasets/fashion-mnist";

    private const int Side = 28;

    // Of the elements, without header and compression: repackaged archives differ there, and in their published MD5 sums.
    private const string TrainImagesSha256 = "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012";
    private const string TrainLabelsSha256 = "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7";
    private const string TestImagesSha256 = "c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a";
    private const string TestLabelsSha256 = "3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9";

    private static readonly string[] Names =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>The names of the ten classes.</summary>
    public static IReadOnlyList<string> ClassNames => Names;

    /// <summary>Loads both parts: batches have images float32 [N, 1, 28, 28] within 0 to 1, classes int64 [N].</summary>
    /// <param name="directory">Where the four files are, with or without <c>.gz</c>.</param>
    /// <returns>The 60000 samples to train with, and the 10000 to test with.</returns>
    /// <exception cref="DataFormatException">
    /// A file is missing (the message says where to get it), is damaged, or is not what it should be.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static (TensorDataset Train, TensorDataset Test) Load(string directory = DefaultDirectory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return (
            Load(directory, "train", TrainImagesSha256, TrainLabelsSha256, 60_000),
            Load(directory, "t10k", TestImagesSha256, TestLabelsSha256, 10_000));
    }

    private static TensorDataset Load(string directory, string part, string imageSum, string labelSum, int count)
    {
        (string imagePath, string labelPath) = (Find(directory, $"{part}-images-idx3-ubyte"), Find(directory, $"{part}-labels-idx1-ubyte"));
        Tensor images = Read(imagePath, imageSum, [count, Side, Side]);
        Tensor labels = Read(labelPath, labelSum, [count]);
        return new TensorDataset(images.Unsqueeze(1), labels.To(DType.Int64), static pixels => pixels.To(DType.Float32) / 255);
    }

    private static string Find(string directory, string name)
    {
        string plain = Path.Combine(directory, name);
        string compressed = plain + ".gz";
        if (File.Exists(compressed)) return compressed;
        if (File.Exists(plain)) return plain;
        string what = Directory.Exists(directory) ? $"there is no {name} (or {name}.gz) in {directory}" : $"there is no folder {directory}";
        throw new DataFormatException(
            $"Fashion-MNIST: {what}. Install Debian's package dataset-fashion-mnist, which puts the files under {DefaultDirectory}, "
            + "or name the folder that has them.");
    }

    private static Tensor Read(string path, string expectedSum, Shape expected)
    {
        Tensor values = Idx.Read(path);
        if (values.DType != DType.UInt8 || values.Shape != expected)
            throw new DataFormatException($"{path}: has {values.DType.Name()} {values.Shape}, Fashion-MNIST has uint8 {expected} there.");
        string sum = Convert.ToHexStringLower(SHA256.HashData(values.Span<byte>()));
        if (sum != expectedSum)
            throw new DataFormatException(
                $"{path}: not the published data: the SHA-256 sum of its elements is {sum}, it should be {expectedSum}. "
                + "Fetch the file again.");
        return values;
    }
}
