using Adjoint.Inspection;
using Adjoint.Models;
using Adjoint.Nn;
using Adjoint.Tests.Reference;

namespace Adjoint.Tests.Models;

/// <summary>The models against torchvision's: names, sizes, work, and results for the same values.</summary>
public class TorchvisionTests
{
    private static readonly Dictionary<string, TorchvisionModel> Known =
        Fixture.Read<TorchvisionModels>("models.json.gz").Models.ToDictionary(model => model.Name);

    public static TheoryData<string> Names => [.. Known.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void State_has_the_same_names_and_shapes(string name)
    {
        Dictionary<string, string> state = Symbolic(name).StateDict()
            .ToDictionary(entry => entry.Key, entry => entry.Value.Shape.ToString());
        Dictionary<string, string> expected = Known[name].State
            .ToDictionary(entry => entry.Key, entry => Shape.Create(entry.Value).ToString());
        state.Keys.Except(expected.Keys).ShouldBeEmpty();
        expected.Keys.Except(state.Keys).ShouldBeEmpty();
        foreach ((string key, string shape) in expected) state[key].ShouldBe(shape, key);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_and_multiply_adds_are_the_same(string name)
    {
        ModelReport report = ModelReport.Of(Symbolic(name), [1, 3, 224, 224]);
        report.Parameters.Total.ShouldBe(Known[name].Parameters);
        report.Work.Macs.ShouldBe(Known[name].Macs);
        report.Missing.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Layers_give_the_same_shapes(string name)
    {
        ModelReport report = ModelReport.Of(Symbolic(name), [1, 3, 224, 224]);
        int compared = 0;
        // A module that runs several times is seen as it last ran.
        foreach (LayerReport layer in report.Layers.Reverse().DistinctBy(layer => layer.Name))
        {
            if (!Known[name].Shapes.TryGetValue(layer.Name, out int[]? shape) || !layer.WasRun) continue;
            layer.Output!.Value.ShouldBe(Shape.Create(shape), layer.Name);
            compared++;
        }

        compared.ShouldBeGreaterThan(Known[name].Shapes.Count * 2 / 3);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_are_the_same(string name)
    {
        Module model = ModelCatalogue.Get(name).Build(new ModelOptions { Random = new Generator(0) });
        ulong seed = 0;
        foreach ((string key, Tensor tensor) in model.StateDict())
        {
            if (tensor.DType == DType.Float32) tensor.CopyFrom(Tensor.Wrap(Values(key, tensor.Shape, seed), tensor.Shape));
            seed++;
        }

        float[] pixels = [.. Enumerable.Range(0, 3 * 96 * 96).Select(i => (float)((2 * Hash((ulong)i, 7919)) - 1))];
        using Scope _ = GradMode.Off();
        float[] logits = model.Eval().Call(Tensor.Wrap(pixels, [1, 3, 96, 96])).ToArray<float>();
        float[] expected = Known[name].Logits;
        double scale = Math.Sqrt(expected.Average(value => (double)value * value));
        for (int i = 0; i < expected.Length; i++) ((double)logits[i]).ShouldBe(expected[i], 1e-4 * scale);
    }

    private static Module Symbolic(string name)
    {
        using Scope _ = SymbolicMode.On();
        return ModelCatalogue.Get(name).Build();
    }

    /// <summary>As values() in Reference/models.py.</summary>
    private static float[] Values(string name, Shape shape, ulong seed)
    {
        var values = new float[shape.Numel];
        double bound = shape.Rank == 0 ? 0 : Math.Sqrt(6.0 / ((double)shape.Numel / shape[0]));
        bool scale = name.EndsWith("running_var", StringComparison.Ordinal)
            || (name.EndsWith("weight", StringComparison.Ordinal) && shape.Rank == 1);
        bool layerScale = name.EndsWith("layer_scale", StringComparison.Ordinal);
        for (int i = 0; i < values.Length; i++)
        {
            double u = Hash((ulong)i, seed);
            values[i] = (float)(scale
                ? 0.75 + (0.5 * u) : layerScale ? 0.5 * u : shape.Rank >= 2 ? ((2 * u) - 1) * bound : 0.2 * (u - 0.5));
        }

        return values;
    }

    private static double Hash(ulong index, ulong seed)
    {
        ulong mixed = ((index * 2654435761) + (seed * 40503)) & 0xFFFFFFFF;
        mixed = ((mixed ^ (mixed >> 15)) * 2246822519) & 0xFFFFFFFF;
        return (mixed >> 8) / 16777216.0;
    }
}
