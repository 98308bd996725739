namespace Adjoint.Tests.Ops;

public sealed class TensorNormalizationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Batch_normalisation_by_given_statistics_has_the_same_bits_in_every_grad_mode(bool affine)
    {
        var random = new Generator(3);
        Tensor x = Tensor.Normal([4, 5, 7, 3], generator: random);
        Tensor mean = Tensor.Normal([5], generator: random), variance = Tensor.Uniform([5], 0.1, 3, random);
        Tensor? weight = affine ? Tensor.Normal([5], generator: random).WithGrad() : null;
        Tensor? bias = affine ? Tensor.Normal([5], generator: random).WithGrad() : null;

        float[] recorded = x.BatchNorm(weight, bias, mean, variance).Detach().ToArray<float>();
        float[] tracked = x.Clone().WithGrad().BatchNorm(weight, bias, mean, variance).Detach().ToArray<float>();
        using Scope _ = GradMode.Off();
        float[] plain = x.BatchNorm(weight, bias, mean, variance).ToArray<float>();

        Bits(recorded).ShouldBe(Bits(plain));
        Bits(tracked).ShouldBe(Bits(plain));
    }

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
