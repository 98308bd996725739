using System.Reflection;

namespace Adjoint.Tests.Ops.InPlace;

/// <summary>What ends in InPlace does what the method without the ending does, and writes it into its tensor.</summary>
public sealed class InPlaceFunctionTests
{
    public static TheoryData<string> Functions =>
    [
        .. typeof(Tensor).GetMethods().Where(m => m.Name.EndsWith("InPlace", StringComparison.Ordinal) && m.GetParameters().Length == 0)
            .Select(m => m.Name).Except(["ZeroInPlace", "BitwiseNotInPlace"]),
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_is_written_into_its_tensor(string name)
    {
        MethodInfo plain = typeof(Tensor).GetMethod(name[..^"InPlace".Length], [])!;
        Tensor x = Tensor.Of(0.3, 0.7, 0.5);
        var expected = (Tensor)plain.Invoke(x, null)!;
        Tensor before = x.Clone();
        typeof(Tensor).GetMethod(name, [])!.Invoke(before, null).ShouldBeSameAs(before);
        before.ToArray<double>().ShouldBe(expected.ToArray<double>());
    }

    [Fact]
    public void Functions_of_two_are_written_into_the_first()
    {
        static Tensor A() => Tensor.Of(7.0, -7, 2);
        Tensor b = Tensor.Of(2.0);
        A().SubtractInPlace(b, 2).ToArray<double>().ShouldBe([3.0, -11, -2]);
        A().SubtractInPlace(1).ToArray<double>().ShouldBe([6.0, -8, 1]);
        A().AddInPlace(1).ToArray<double>().ShouldBe([8.0, -6, 3]);
        A().DivideInPlace(b).ToArray<double>().ShouldBe([3.5, -3.5, 1]);
        A().DivideInPlace(2, RoundingMode.Floor).ToArray<double>().ShouldBe([3.0, -4, 1]);
        A().RemainderInPlace(b).ToArray<double>().ShouldBe([1.0, 1, 0]);
        A().FmodInPlace(2).ToArray<double>().ShouldBe([1.0, -1, 0]);
        A().PowInPlace(2).ToArray<double>().ShouldBe([49.0, 49, 4]);
        A().CopySignInPlace(-1).ToArray<double>().ShouldBe([-7.0, -7, -2]);
        A().LerpInPlace(b, 0.5).ToArray<double>().ShouldBe([4.5, -2.5, 2]);
        A().ClampInPlace(-1, 3).ToArray<double>().ShouldBe([3.0, -1, 2]);
        A().ZeroInPlace().ToArray<double>().ShouldBe([0.0, 0, 0]);
        Tensor.Of(6, 5).BitwiseAndInPlace(Tensor.Of(3)).ToArray<int>().ShouldBe([2, 1]);
        Tensor.Of(6, 5).BitwiseNotInPlace().ToArray<int>().ShouldBe([-7, -6]);
        Should.Throw<DTypeException>(() => Tensor.Of(1, 2).ExpInPlace()).Message.ShouldStartWith("ExpInPlace");
        Should.Throw<ShapeException>(() => Tensor.Of(1.0).SubtractInPlace(A())).Message.ShouldStartWith("SubtractInPlace");
    }

    [Fact]
    public void Gradients_flow_through_the_change()
    {
        Tensor x = Tensor.Of(0.3, 0.7).WithGrad();
        Tensor y = x * 2;
        y.SinInPlace().SquareInPlace();
        y.Sum().Backward();
        double[] expected = [.. new[] { 0.3, 0.7 }.Select(v => 2 * Math.Sin(4 * v))];
        for (int i = 0; i < 2; i++) x.Grad![i].Item().ShouldBe(expected[i], 1e-12);
        Should.Throw<GraphException>(() => x.ExpInPlace()).Message.ShouldStartWith("ExpInPlace: a leaf");
    }

    [Fact]
    public void Draws_are_those_of_the_function_that_creates()
    {
        foreach (DType type in (DType[])[DType.Float32, DType.Float64, DType.Float16])
        {
            static Generator Seven() => new(7);
            Tensor x = Tensor.Zeros([5, 3], type);
            x.UniformInPlace(-1, 2, Seven()).AllEqual(Tensor.Uniform([5, 3], -1, 2, Seven(), type)).ShouldBeTrue();
            x.NormalInPlace(1, 3, Seven()).AllEqual(Tensor.Normal([5, 3], 1, 3, Seven(), type)).ShouldBeTrue();
            x.ExponentialInPlace(2, Seven()).AllEqual(Tensor.Exponential([5, 3], 2, Seven(), type)).ShouldBeTrue();
            x.BernoulliInPlace(0.5, Seven()).AllEqual(Tensor.Bernoulli([5, 3], 0.5, Seven(), type)).ShouldBeTrue();
            x.RandomInPlace(3, 9, Seven()).AllEqual(Tensor.RandInt(3, 9, [5, 3], Seven())).ShouldBeTrue();
        }

        Tensor byteful = Tensor.Zeros([1000], DType.UInt8).RandomInPlace(generator: new Generator(1));
        byteful.To(DType.Int64).Max().Item().ShouldBeGreaterThan(250);
        Tensor.Zeros([1000], DType.Bool).RandomInPlace(generator: new Generator(1)).To(DType.Float32).Mean().Item().ShouldBe(0.5, 0.06);
        Tensor.Zeros([50], DType.Int32).GeometricInPlace(0.5, new Generator(1)).Min().Item().ShouldBe(1);
        Should.Throw<GraphException>(() => Tensor.Zeros([2]).WithGrad().NormalInPlace()).Message.ShouldStartWith("NormalInPlace");
    }
}
