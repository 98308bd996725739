using Adjoint.Core;
using Adjoint.Inspection;
using Adjoint.Models;
using Adjoint.Nn;

namespace Adjoint.Tests.Inspection;

public partial class ModelReportTests
{
    private static readonly ModelReport Vgg16 = ModelReport.Of(Networks.Vgg16(), [1, 3, 224, 224]);

    // Parameters, multiply-adds and fields of VGG-16: Simonyan & Zisserman 2015, arXiv 1409.1556; torchvision's totals;
    // google-research/receptive_field for 212/32/90.
    [Fact]
    public void Vgg16_has_its_parameters()
    {
        Vgg16.Parameters.ShouldBe(new ParameterCount(138_357_544, 138_357_544, 14_714_688, 123_642_856, 0));
        Vgg16.Parameters.Ratio!.Value.ShouldBe(0.1190, 5e-5);
        Vgg16.Layers.First(layer => layer.Parameters > 0).Formula.ShouldBe("64·(3·3·3+1)");
        Vgg16.Layers.Where(layer => layer.Kind == "Linear").Select(layer => layer.Formula)
            .ShouldBe(["25088·4096 + 4096", "4096·4096 + 4096", "4096·1000 + 1000"]);
    }

    // One value per channel can be normalised in evaluation, not in training.
    [Fact]
    public void What_only_evaluates_is_reported_too()
    {
        using Scope _ = SymbolicMode.On();
        Module model = ModelCatalogue.Get("resnet18").Build();
        ModelReport report = ModelReport.Of(model, [1, 3, 32, 32]);
        report.Output.ShouldBe([1, 1000]);
        report.Memory.PeakTraining(0).ShouldBeGreaterThan(2 * report.Memory.Parameters);
        model.Training.ShouldBeTrue();
    }

    [Fact]
    public void Steps_of_a_forward_pass_are_called_as_their_methods()
    {
        ModelReport report = ModelReport.Of(new Stepwise(), [1, 2, 12, 12]);
        report.Layers.Select(layer => layer.Name).ShouldBe(
            ["relu", "maxpool", "averagepool", "interpolatelinear", "adaptivemaxpool", "adaptiveaveragepool"]);
        report.Layers.Select(layer => layer.Output!.Value[2]).ShouldBe([12, 6, 3, 6, 4, 2]);
        Work total = default;
        foreach (LayerReport layer in report.Layers) total += layer.Work;
        total.ShouldBe(report.Calls.Aggregate(default(Work), (sum, call) => sum + call.Op.Work(call)!.Value));
    }

    private sealed partial class Stepwise : Module
    {
        private readonly ReLU relu = new();

        public override Tensor Forward(Tensor x) =>
            relu.Call(x).MaxPool2d(2).AvgPool2d(2).UpsampleLinear(scaleFactor: 2).AdaptiveMaxPool2d(4).AdaptiveAvgPool2d(2);
    }

    [Fact]
    public void Vgg16_has_its_multiply_adds()
    {
        Vgg16.Work.Macs.ShouldBe(15_470_264_320);
        Vgg16.Missing.ShouldBeEmpty();
    }

    [Fact]
    public void Vgg16_sees_what_the_papers_say()
    {
        AxisField[] spatial = [.. Vgg16.Layers.Where(layer => layer.Kind is "Conv2d" or "MaxPool2d").Select(layer => layer.Field!.Axes[0])];
        spatial.Select(field => (field.Size, (long)field.Jump)).ShouldBe([
            (3, 1), (5, 1), (6, 2), (10, 2), (14, 2), (16, 4), (24, 4), (32, 4), (40, 4), (44, 8), (60, 8), (76, 8), (92, 8),
            (100, 16), (132, 16), (164, 16), (196, 16), (212, 32)]);
        spatial[^1].Padding.ShouldBe(90);
        Vgg16.Layers[^1].Field!.IsWhole.ShouldBeTrue();
    }
}
