using Adjoint.Inspection;
using Adjoint.Models;
using Adjoint.Nn;

namespace Adjoint.Tests.Inspection;

/// <summary>The measured field against the traced one, on networks of every form.</summary>
public class EffectiveFieldTests
{
    // Fast convolutions leave rounding beside the field.
    private const double Rounding = 1e-5;

    [Theory]
    [InlineData("conv 4 k3, bn, relu, conv 4 k3 d2", "3", 7, 1, 3, 24)]
    [InlineData("conv 4 k3, convt 4 k4 s2 p1, conv 4 k3", "2", 5, 1, 3, 20, 20)]
    [InlineData("conv 4 k3, upsample 2 bilinear, conv 4 k3", "2", 5, 1, 3, 20, 20)]
    [InlineData("conv 4 k3, upsample 3, pixelshuffle 2, conv 4 k3", "3", 4, 1, 3, 20, 20)]
    [InlineData("conv 4 k3, pixelunshuffle 2, conv 4 k3", "2", 8, 1, 3, 20, 20)]
    [InlineData("conv 4 k3, lrn 3, avgpool 2", "2", 4, 1, 3, 20, 20)]
    [InlineData("conv 4 k3, bn, elu, pool 2", "3", 4, 1, 3, 10, 10, 10)]
    [InlineData("conv 4 k3, in, conv 4 k1", "2", 20, 1, 3, 20, 20)]
    public void No_gradient_falls_outside(string network, string layer, int most, params int[] input)
    {
        Shape shape = Shape.Create(input);
        Sequential model = NetworkText.Parse(network, shape, new Generator(3));
        EffectiveField field = EffectiveField.Of(ModelReport.Of(model, shape), layer, 3, new Generator(1));
        field.Outside.ShouldBeLessThan(Rounding);
        field.Theoretical.ShouldAllBe(size => size <= most && size >= most - 1);
        field.Extent.Zip(field.Theoretical).ShouldAllBe(pair => pair.First >= 1 && pair.First <= pair.Second);
        field.Map.Sum().Item().ShouldBe(1, 1e-9);
        model.Training.ShouldBeTrue();
    }

    [Theory]
    [InlineData("resnet18", "layer1.1", 64)]
    [InlineData("googlenet", "inception3a.branch3", 64)]
    [InlineData("densenet121", "features.denseblock1.denselayer3", 64)]
    [InlineData("unet", "merge.3", 32)]
    public void Nor_outside_of_branches(string name, string layer, int size)
    {
        ModelEntry entry = ModelCatalogue.Get(name);
        var options = new ModelOptions { Width = 0.25, Random = new Generator(5) };
        ModelReport report = ModelReport.Of(entry.Build(options), [1, entry.Input[1], size, size]);
        EffectiveField.Of(report, layer, 1, new Generator(1)).Outside.ShouldBeLessThan(Rounding);
    }

    [Fact]
    public void Padding_that_repeats_the_other_end_is_seen_there()
    {
        Sequential model = NetworkText.Parse("pad 4 circular, conv 2 k7 d2, conv 2 k3 p1", [1, 1, 8, 8], new Generator(3));
        EffectiveField field = EffectiveField.Of(ModelReport.Of(model, [1, 1, 8, 8]), "2", 1, new Generator(1));
        field.Outside.ShouldBeLessThan(Rounding);
        field.Theoretical.ShouldBe([8, 8]);
    }

    [Fact]
    public void The_images_may_be_given()
    {
        Sequential model = NetworkText.Parse("conv 2 k3, relu, conv 2 k3", [1, 1, 9, 9], new Generator(3));
        ModelReport report = ModelReport.Of(model, [1, 1, 9, 9]);
        Tensor[] images = [Tensor.Ones([1, 1, 9, 9]), Tensor.Zeros([1, 1, 9, 9])];
        EffectiveField field = EffectiveField.Of(report, "2", images);
        field.Samples.ShouldBe(2);
        field.Outside.ShouldBeLessThan(Rounding);
        Should.Throw<ShapeException>(
            () => EffectiveField.Of(report, "2", [Tensor.Ones([1, 1, 8, 9])])).Message.ShouldContain("[1, 1, 8, 9]");
    }

    // Statistics of a batch would make every unit depend on all of it.
    [Fact]
    public void Batch_normalisation_evaluates_whatever_the_mode()
    {
        Sequential model = NetworkText.Parse("conv 4 k3, bn, conv 4 k3", [2, 1, 16, 16], new Generator(3));
        foreach (bool training in (bool[])[true, false])
        {
            model.Train(training);
            EffectiveField field = EffectiveField.Of(ModelReport.Of(model, [2, 1, 16, 16]), "2", 1, new Generator(1));
            field.Theoretical.ShouldBe([5, 5]);
            field.Outside.ShouldBeLessThan(Rounding);
            model.Training.ShouldBe(training);
        }
    }
}
