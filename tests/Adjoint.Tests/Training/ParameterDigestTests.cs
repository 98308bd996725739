using Adjoint.Nn;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

public class ParameterDigestTests
{
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Equal_digests_are_equal_bits(DType type)
    {
        Linear a = Make(), b = Make();
        ParameterDigest.Of(a).ShouldBe(ParameterDigest.Of(b));
        ParameterDigest.Of(a).Length.ShouldBe(64);
        Tensor weight = b.Parameters()[0];
        double value = weight.Detach().Flatten()[0].Item();
        using (GradMode.Off())
            weight.Flatten()[..1].Fill(type == DType.Float32 ? MathF.BitIncrement((float)value) : Math.BitIncrement(value));
        ParameterDigest.Of(a).ShouldNotBe(ParameterDigest.Of(b));

        Linear Make() => new(3, 2, dtype: type, generator: new Generator(1));
    }

    [Theory]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    public void Half_precision_has_a_digest_of_its_bits(DType type)
    {
        var layer = new Linear(3, 2, generator: new Generator(1));
        layer.To(type);
        string digest = ParameterDigest.Of(layer);
        layer.To(DType.Float32);
        ParameterDigest.Of(layer).ShouldNotBe(digest);
        layer.To(type);
        ParameterDigest.Of(layer).ShouldBe(digest);
        using (GradMode.Off()) layer.Weight[0, 0] = layer.Weight[0, 0] * 1.01;
        ParameterDigest.Of(layer).ShouldNotBe(digest);
    }
}
