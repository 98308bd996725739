using System.Text.Json;

namespace Adjoint.Cli.Tests;

public sealed class TrainDataTests : IDisposable
{
    private const string Installed = "/usr/share/datasets/fashion-mnist";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("adjoint-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_missing_folder_is_exit_code_1_and_says_where_to_get_the_data()
    {
        string error = Train(Path.Combine(folder.FullName, "none")).ShouldFail(1);

        error.ShouldContain("there is no folder");
        error.ShouldContain("dataset-fashion-mnist");
    }

    [Fact]
    public void A_missing_file_is_exit_code_1() => Train(folder.FullName).ShouldFail(1).ShouldContain("no train-images-idx3-ubyte");

    [Fact]
    public void A_truncated_file_is_exit_code_1()
    {
        foreach (string name in new[]
            { "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte" })
            File.WriteAllBytes(Path.Combine(folder.FullName, name), [0, 0, 8, 3, 0, 0, 0xEA, 0x60, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3]);

        string error = Train(folder.FullName).ShouldFail(1);

        error.ShouldContain("train-images-idx3-ubyte: truncated");
        error.ShouldContain("[60000, 28, 28]");
    }

    [Fact]
    public void A_file_that_is_no_IDX_is_exit_code_1()
    {
        foreach (string name in new[]
            { "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte" })
            File.WriteAllText(Path.Combine(folder.FullName, name + ".gz"), "<html>not found</html>");

        Train(folder.FullName).ShouldFail(1).ShouldContain("not an IDX file");
    }

    [Fact]
    public void Fashion_MNIST_is_read_and_an_interrupted_first_epoch_is_reported()
    {
        Assert.SkipUnless(Directory.Exists(Installed), $"needs Debian's package dataset-fashion-mnist: there is no {Installed}");
        // A whole epoch takes too long for a test; the first line about it comes after five seconds.
        CliResult result = Cli.Interrupt(
            line => line.StartsWith("epoch 1/", StringComparison.Ordinal), "train", "--data", "fashion-mnist", "--json");

        result.ExitCode.ShouldBe(130, result.Error);
        JsonElement report = result.Json;
        report.GetProperty("model").GetString().ShouldBe("fashion");
        report.GetProperty("parameters").GetInt64().ShouldBe(421_642);
        report.GetProperty("epochs").GetArrayLength().ShouldBe(1);
        report.GetProperty("testAccuracy").GetDouble().ShouldBeGreaterThan(0.3);
    }

    private static CliResult Train(string directory) => Cli.Run("train", "--data", "fashion-mnist", "--data-dir", directory);
}
