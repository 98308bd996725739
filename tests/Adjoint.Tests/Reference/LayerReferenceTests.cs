using Adjoint.Nn;

namespace Adjoint.Tests.Reference;

/// <summary>Every layer against PyTorch 1.13.1, with the same state; layers.py writes the data.</summary>
public sealed class LayerReferenceTests
{
    private static readonly Dictionary<string, LayerReference> ByName =
        Fixture.Read<LayerReference[]>("layers.json.gz").ToDictionary(layer => layer.Name);

    private static readonly LayerTable Table = new();

    public static TheoryData<string> All => [.. ByName.Keys];

    [Fact]
    public void The_table_has_every_layer() => Table.Names.ShouldBe(ByName.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(All))]
    public void Values_and_gradients_are_those_of_PyTorch(string name) => Compare(ByName[name], DType.Float64, 1e-12);

    [Theory]
    [MemberData(nameof(All))]
    public void In_float32_they_are_the_same_rounded(string name) => Compare(ByName[name], DType.Float32, 1e-5);

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_printed_as_in_PyTorch(string name) => Table[name].Make().ToString().ShouldBe(ByName[name].Printed);

    [Theory]
    [MemberData(nameof(All))]
    public void A_symbolic_one_has_the_output_s_shape_and_the_same_names(string name)
    {
        LayerReference reference = ByName[name];
        Module module;
        using (SymbolicMode.On()) module = Table[name].Make();
        module.Train(reference.Training);

        module.NamedParameters().Select(named => named.Name).ShouldBe(reference.ParameterGradients.Keys);
        module.Parameters().ShouldAllBe(parameter => parameter.IsSymbolic && parameter.RequiresGrad);
        Tensor[] x = [.. reference.Inputs.Select(i => Tensor.Symbolic(i.Shape, i.Lay(DType.Float32).DType))];
        Table[name].Call(module, x).Shape.ShouldBe(Shape.Create(reference.Output.Shape));
    }

    private static void Compare(LayerReference reference, DType real, double tolerance)
    {
        (Func<Module> make, Func<Module, Tensor[], Tensor> call) = Table[reference.Name];
        Module module = make().To(real).Train(reference.Training);
        module.LoadStateDict(reference.State.ToDictionary(named => named.Key, named => named.Value.Lay(real)));
        Tensor[] x = [.. reference.Inputs.Select((input, i) => input.Lay(real).Detach())];
        for (int i = 0; i < x.Length; i++) x[i].RequiresGrad = reference.Differentiated[i];

        Tensor y = call(module, x);

        ShouldBeClose(y, reference.Output, tolerance, "the output");
        foreach ((string name, Tensor buffer) in module.NamedBuffers())
            ShouldBeClose(buffer, reference.After[name], tolerance, name);
        Tensor[] leaves = [.. x.Where(input => input.RequiresGrad), .. module.Parameters()];
        if (leaves.Length == 0) return;
        ReferenceTensor[] expected =
            [.. reference.InputGradients, .. module.NamedParameters().Select(named => reference.ParameterGradients[named.Name])];
        Tensor?[] gradients = Engine.Grad([y], leaves, [reference.Seed.Lay(y.DType)], allowUnused: true);
        for (int i = 0; i < leaves.Length; i++)
            ShouldBeClose(gradients[i] ?? Tensor.Zeros(leaves[i].Shape, real), expected[i], tolerance, $"gradient {i}");
    }

    private static void ShouldBeClose(Tensor actual, ReferenceTensor expected, double tolerance, string what)
    {
        actual.Shape.ShouldBe(Shape.Create(expected.Shape), what);
        double[] found = actual.To(DType.Float64).ToArray<double>();
        for (int i = 0; i < found.Length; i++)
        {
            double e = expected.Values[i];
            (Math.Abs(found[i] - e) <= tolerance * Math.Max(1, Math.Abs(e))).ShouldBeTrue(
                $"{what}, element {i}: {found[i]:R}, in PyTorch {e:R}");
        }
    }
}
