using Adjoint.Data;

namespace Adjoint.Cli;

/// <summary>A dataset of square images with one channel, and settings that suit it.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Epochs">Epochs unless others are given.</param>
/// <param name="BatchSize">The batch size unless another is given.</param>
/// <param name="ClassNames">What the classes are called.</param>
/// <param name="DefaultDirectory">Where the data is unless said otherwise; null if it is embedded.</param>
/// <param name="Load">Loads the training and the test part from a folder.</param>
/// <param name="Size">Size of the images.</param>
/// <param name="Model">The network unless another is given.</param>
internal sealed record Workload(
    string Name, int Epochs, int BatchSize, IReadOnlyList<string> ClassNames, string? DefaultDirectory,
    Func<string?, (IDataset Train, IDataset Test)> Load, int Size, string Model)
{
    /// <summary>All there are; the first is the default.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new(
            "digits", 30, 32, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], null,
            _ => Digits.Split(), 8, "digits"),
        new(
            "fashion-mnist", 2, 128, FashionMnist.ClassNames, FashionMnist.DefaultDirectory,
            directory => FashionMnist.Load(directory!), 28, "fashion"),
    ];
}
