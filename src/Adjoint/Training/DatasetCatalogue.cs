using Adjoint.Data;
using Adjoint.Models;
using Adjoint.Nn;

namespace Adjoint.Training;

/// <summary>All data sets that can be asked for by name.</summary>
public static class DatasetCatalogue
{
    /// <summary>The data sets, in the order of listings; the first is the default.</summary>
    public static IReadOnlyList<DatasetEntry> All { get; } =
    [
        new("digits", ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], 1, 8, null, _ => Digits.Split())
        { Model = ModelCatalogue.Get("digits"), Epochs = 30, BatchSize = 32 },
        new(
            "fashion-mnist", FashionMnist.ClassNames, 1, 28, FashionMnist.DefaultDirectory,
            directory => FashionMnist.Load(directory ?? FashionMnist.DefaultDirectory))
        { Model = ModelCatalogue.Get("fashion"), Epochs = 2, BatchSize = 128 },
    ];

    /// <summary>A data set by name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The data set; null if there is none.</returns>
    public static DatasetEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name);

    /// <summary>A data set by name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="AdjointException">There is none; the message lists names that are near.</exception>
    public static DatasetEntry Get(string name) => Find(name) ?? throw new AdjointException(
        $"There is no data set \"{name}\". {NearestNames.Hint(name, All.Select(entry => entry.Name))}");
}
