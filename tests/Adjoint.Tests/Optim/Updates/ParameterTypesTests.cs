using Adjoint.Nn;
using Adjoint.Optim;
using Adjoint.Tests.Tensors;

namespace Adjoint.Tests.Optim.Updates;

public sealed class ParameterTypesTests
{
    public static TheoryData<DType> Both => HalfTypes.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public void Half_precision_is_refused_at_construction(DType type)
    {
        Tensor[] parameters = [Tensor.Ones([2]).WithGrad(), Tensor.Ones([2], type).WithGrad()];
        Should.Throw<DTypeException>(() => new SGD(parameters)).Message.ShouldBe(
            $"SGD: parameter 1 is {type.Name()}; optimizers step float32 and float64 only: keep parameters in one of these, "
            + "and convert with To(…) where they are used.");
        Should.Throw<DTypeException>(() => new Adam(parameters)).Message.ShouldContain($"Adam: parameter 1 is {type.Name()}");
        Should.Throw<DTypeException>(() => new LBFGS(parameters)).Message.ShouldContain($"LBFGS: parameter 1 is {type.Name()}");
        Should.Throw<DTypeException>(() => WeightAverage.Exponential(parameters)).Message.ShouldContain($"parameter 1 is {type.Name()}");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_module_that_was_cast_to_half_precision_is_not_stepped(DType type)
    {
        var layer = new Linear(2, 2, generator: new Generator(1));
        var optimizer = new Adam(layer.Parameters());
        layer.To(type);
        layer.Forward(Tensor.Ones([1, 2], type)).Sum().Backward();
        ushort[] before = HalfTypes.Bits(layer.Weight.Detach());
        Should.Throw<DTypeException>(() => optimizer.Step()).Message.ShouldContain($"Adam: parameter 0 is {type.Name()}");
        HalfTypes.Bits(layer.Weight.Detach()).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Parameters_in_float32_are_stepped_through_a_forward_pass_in_half_precision(DType type)
    {
        Tensor weight = Tensor.Of(1f, 2f).WithGrad();
        var optimizer = new SGD([weight], 0.5);
        (weight.To(type) * Tensor.Of(2f, 4f).To(type)).Sum().Backward();
        optimizer.Step();
        weight.ToArray<float>().ShouldBe([0f, 0f]);
    }

    [Fact]
    public void Parameters_that_were_cast_are_stepped_in_their_new_type_with_what_was_kept()
    {
        var cast = new Linear(3, 2, generator: new Generator(1));
        var wide = new Linear(3, 2, generator: new Generator(1));
        wide.To(DType.Float64);
        var first = new Adam(cast.Parameters(), 0.01);
        var second = new Adam(wide.Parameters(), 0.01);
        for (int i = 0; i < 5; i++)
        {
            if (i == 2) cast.To(DType.Float64);
            Step(first, cast);
            Step(second, wide);
        }

        cast.Weight.DType.ShouldBe(DType.Float64);
        double[] expected = wide.Weight.Detach().ToArray<double>();
        double[] actual = cast.Weight.Detach().ToArray<double>();
        for (int i = 0; i < expected.Length; i++) actual[i].ShouldBe(expected[i], 1e-5);

        static void Step(Optimizer optimizer, Linear layer)
        {
            optimizer.ZeroGrad();
            layer.Forward(Tensor.Ones([4, 3], layer.Weight.DType)).Square().Sum().Backward();
            optimizer.Step();
        }
    }
}
