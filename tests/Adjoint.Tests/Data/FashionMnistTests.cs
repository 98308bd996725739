using Adjoint.Data;

namespace Adjoint.Tests.Data;

public sealed class FashionMnistTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("adjoint-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void All_images_are_there()
    {
        Assert.SkipUnless(
            Directory.Exists(FashionMnist.DefaultDirectory),
            $"needs Debian's package dataset-fashion-mnist: there is no {FashionMnist.DefaultDirectory}");
        (TensorDataset train, TensorDataset test) = FashionMnist.Load();

        train.Count.ShouldBe(60_000);
        test.Count.ShouldBe(10_000);
        Batch batch = train.Fetch(Tensor.Of(0L, 59_999L));
        batch.Inputs.Shape.ShouldBe(Shape.Create([2, 1, 28, 28]));
        batch.Inputs.DType.ShouldBe(DType.Float32);
        batch.Inputs.Max().Item().ShouldBe(1);
        batch.Targets.ToArray<long>().ShouldBe([9, 5]);
        FashionMnist.ClassNames[9].ShouldBe("Ankle boot");
        for (int c = 0; c < 10; c++) test.Targets.ToArray<long>().Count(target => target == c).ShouldBe(1000);
    }

    [Fact]
    public void A_missing_folder_or_file_says_where_to_get_the_data()
    {
        string missing = Should.Throw<DataFormatException>(() => FashionMnist.Load(Path.Combine(folder.FullName, "none"))).Message;
        missing.ShouldContain("no folder");
        missing.ShouldContain("dataset-fashion-mnist");

        string empty = Should.Throw<DataFormatException>(() => FashionMnist.Load(folder.FullName)).Message;
        empty.ShouldContain("no train-images-idx3-ubyte");
        empty.ShouldContain("dataset-fashion-mnist");
    }

    [Fact]
    public void Other_data_is_refused_by_its_shape_and_by_its_sum()
    {
        Write("train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5]);
        Write("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 0]);
        Write("t10k-images-idx3-ubyte", []);
        Write("t10k-labels-idx1-ubyte", []);
        Should.Throw<DataFormatException>(() => FashionMnist.Load(folder.FullName)).Message.ShouldContain("[1, 1, 1]");

        Write("train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0xEA, 0x60, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[47_040_000]]);
        Should.Throw<DataFormatException>(() => FashionMnist.Load(folder.FullName)).Message.ShouldContain("SHA-256");
    }

    private void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(folder.FullName, name), content);
}
