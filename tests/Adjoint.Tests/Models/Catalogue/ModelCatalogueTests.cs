using Adjoint.Models;
using Adjoint.Nn;

namespace Adjoint.Tests.Models;

public class ModelCatalogueTests
{
    public static TheoryData<string> Names() => [.. ModelCatalogue.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_option_reaches_every_model(string name)
    {
        using Scope _ = SymbolicMode.On();
        ModelEntry entry = ModelCatalogue.Get(name);
        int side = entry.LeastSize == 0 ? entry.Input[2] : Math.Max(entry.LeastSize, 32);
        long usual = Parameters(new ModelOptions());
        Parameters(new ModelOptions { Width = 0.5 }).ShouldBeLessThan(usual);
        Parameters(new ModelOptions { Width = 2 }).ShouldBeGreaterThan(usual);
        foreach ((double width, int channels) in ((double, int)[])[(0.5, 1), (2, 4)])
        {
            Module model = entry.Build(new ModelOptions { Width = width, Channels = channels, Classes = 7 });
            model.Eval();
            Shape output = model.Forward(Tensor.Symbolic([2, channels, side, side])).Shape;
            output.ShouldBe(entry.IsClassifier ? [2, 7] : [2, 7, side, side]);
        }

        long Parameters(ModelOptions options) => entry.Build(options).Parameters().Sum(parameter => (long)parameter.Numel);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_model_is_copied_whole(string name)
    {
        Module model = ModelCatalogue.Get(name).Build(new ModelOptions { Width = 0.25, Classes = 3, Random = new Generator(1) });
        Module copy = model.Clone();
        copy.ToString().ShouldBe(model.ToString());
        var state = model.StateDict();
        var copied = copy.StateDict();
        copied.Select(entry => entry.Key).ShouldBe(state.Select(entry => entry.Key));
        foreach ((string key, Tensor value) in state)
        {
            copied[key].ShouldNotBeSameAs(value);
            copied[key].To(DType.Float64).ToArray<double>().ShouldBe(value.To(DType.Float64).ToArray<double>(), key);
        }

        copy.Parameters().Count.ShouldBe(model.Parameters().Count);
        copy.LoadStateDict(state);
    }
}
