using System.Text.Json;
using Adjoint.Data;
using Adjoint.Inspection;
using Adjoint.Nn;
using Adjoint.Training;

namespace Adjoint.Tests.Tensors;

public sealed class JsonTests
{
    public static TheoryData<DType> Types => [.. Enum.GetValues<DType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_tensor_comes_back_bit_for_bit(DType type)
    {
        foreach (Shape shape in new Shape[] { [], [0], [3, 0, 2], [7], [2, 3, 4] })
        {
            Tensor x = (Tensor.Normal(shape, 0, 3, new Generator(1)).Abs() * 20).To(type);
            Tensor back = JsonSerializer.Deserialize<Tensor>(JsonSerializer.Serialize(x))!;
            (back.DType, back.Shape).ShouldBe((type, shape));
            back.To(DType.Float64).ToArray<double>().ShouldBe(x.To(DType.Float64).ToArray<double>());
        }
    }

    [Fact]
    public void The_form_is_written_down()
    {
        JsonSerializer.Serialize(Tensor.Of(1f, 0.1f, -2).Reshape(3, 1))
            .ShouldBe("""{"dtype":"float32","shape":[3,1],"values":[1,0.1,-2]}""");
        JsonSerializer.Serialize(Tensor.Of(true, false)).ShouldBe("""{"dtype":"bool","shape":[2],"values":[true,false]}""");
        JsonSerializer.Serialize(Tensor.Of(1f, 2, 3, 4).Reshape(2, 2).Transpose())
            .ShouldBe("""{"dtype":"float32","shape":[2,2],"values":[1,3,2,4]}""");
    }

    [Fact]
    public void What_is_no_number_comes_back_too()
    {
        Tensor[] wild =
        [
            Tensor.Of(double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon),
            Tensor.Of(float.NaN, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue),
        ];
        foreach (Tensor x in wild)
        {
            Tensor back = JsonSerializer.Deserialize<Tensor>(JsonSerializer.Serialize(x))!;
            back.To(DType.Float64).ToArray<double>().Select(BitConverter.DoubleToInt64Bits)
                .ShouldBe(x.To(DType.Float64).ToArray<double>().Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Theory]
    [InlineData("""[1,2]""")]
    [InlineData("""{"values":[[1]]}""")]
    [InlineData("""{"values":1}""")]
    [InlineData("""{"shape":[2]}""")]
    [InlineData("""{"shape":[2],"values":[1]}""")]
    [InlineData("""{"shape":[-1],"values":[1]}""")]
    [InlineData("""{"shape":[1.5],"values":[1]}""")]
    [InlineData("""{"shape":[65536,65536],"values":[1]}""")]
    [InlineData("""{"dtype":"float33","values":[1]}""")]
    [InlineData("""{"dtype":3,"values":[1]}""")]
    [InlineData("""{"dtype":"uint8","values":[256]}""")]
    [InlineData("""{"dtype":"int32","values":[1.5]}""")]
    [InlineData("""{"values":["one"]}""")]
    [InlineData("""{"values":[null]}""")]
    [InlineData("""{"values":[1],"extra":{}}""")]
    [InlineData("""{"values":[1""")]
    public void What_is_no_tensor_is_refused(string text) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Tensor>(text));

    [Fact]
    public void A_shape_is_an_array_of_sizes()
    {
        JsonSerializer.Serialize<Shape>([2, 3]).ShouldBe("[2,3]");
        JsonSerializer.Deserialize<Shape>("[2,0,3]").ShouldBe([2, 0, 3]);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Shape>("[-2]"));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Shape>("{}"));
    }

    [Fact]
    public void Reports_can_be_written()
    {
        (TensorDataset train, TensorDataset test) = Digits.Split();
        var model = new Sequential(new Flatten(), new Linear(64, 10));
        TrainingReport report = new Trainer(model, new TrainingOptions { Epochs = 1, Random = new Generator(1) }).Fit(train, test, 10);
        string text = JsonSerializer.Serialize(report);
        TrainingReport back = JsonSerializer.Deserialize<TrainingReport>(text)!;
        back.Score.Correct.ShouldBe(report.Score.Correct);
        back.Score[3, 3].ShouldBe(report.Score[3, 3]);
        back.Score.Loss.ShouldBe(report.Score.Loss);
        back.Epochs.ShouldBe(report.Epochs);
        back.Gradients.ShouldBe(report.Gradients);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<ClassifierScore>("""{"loss":1,"confusion":[[1,2]]}"""));

        using JsonDocument anatomy = JsonDocument.Parse(JsonSerializer.Serialize(ModelReport.Of(model, [1, 1, 8, 8])));
        anatomy.RootElement.GetProperty("Parameters").GetProperty("Total").GetInt64().ShouldBe(650);
        anatomy.RootElement.GetProperty("Layers")[1].GetProperty("Output").GetArrayLength().ShouldBe(2);
    }
}
