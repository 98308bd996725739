using System.IO.Compression;
using System.Text;

namespace Adjoint.Data;

/// <summary>The UCI optical digits: 1,797 handwritten digits of 8×8 pixels, embedded in this assembly.</summary>
/// <remarks>
/// E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998,
/// doi 10.24432/C50P49, licence CC BY 4.0. This is the repository's test set, of 13 writers; each pixel counts the dark points, 0 to
/// 16, of a 4×4 block of a 32×32 bitmap. Here they are divided by 16.
/// </remarks>
public static class Digits
{
    private const int Samples = 1797;
    private const int Side = 8;
    private const int Darkest = 16;

    /// <summary>Number of classes: the digits 0 to 9.</summary>
    public const int Classes = 10;

    /// <summary>All samples: images float32 [1797, 1, 8, 8] within 0 to 1, classes int64 [1797].</summary>
    /// <returns>The 1797 samples, in their order.</returns>
    public static TensorDataset Load()
    {
        Tensor images = Tensor.Zeros([Samples, 1, Side, Side]);
        Tensor classes = Tensor.Zeros([Samples], DType.Int64);
        Span<float> pixels = images.Span<float>();
        Span<long> labels = classes.Span<long>();
        using Stream resource = typeof(Digits).Assembly.GetManifestResourceStream("Adjoint.Data.digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress), Encoding.ASCII);
        for (int sample = 0; sample < Samples; sample++)
        {
            ReadOnlySpan<char> line = reader.ReadLine();
            int column = 0;
            foreach (Range field in line.Split(','))
            {
                int value = int.Parse(line[field], System.Globalization.CultureInfo.InvariantCulture);
                if (column < Side * Side) pixels[(sample * Side * Side) + column++] = (float)value / Darkest;
                else labels[sample] = value;
            }
        }

        return new TensorDataset(images, classes);
    }

    /// <summary>The samples divided in two, each digit by the same share; equal seeds give equal parts.</summary>
    /// <param name="testShare">Share of the second part: by default a fifth, 359 samples.</param>
    /// <param name="seed">Chooses the samples.</param>
    /// <returns>The samples to train with, and those to test with.</returns>
    /// <exception cref="AdjointException">The share is not within 0 to 1.</exception>
    public static (TensorDataset Train, TensorDataset Test) Split(double testShare = 0.2, ulong seed = 0) =>
        Load().SplitByClass(testShare, new Generator(seed));
}
