namespace Adjoint.Tests.Kernels;

/// <summary>Results too large for the caches take another way to memory, and are the same bits.</summary>
public sealed class StreamingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(1000)]
    public unsafe void Rows_of_any_length_arrive_at_any_place(int count)
    {
        float[] from = [.. Enumerable.Range(1, count).Select(i => (float)i)];
        for (int place = 0; place < 20; place++)
        {
            float[] to = new float[count + 40];
            fixed (float* source = from, target = to) Adjoint.Kernels.Streaming.Copy(source, target + place, count);
            to.ShouldBe([.. new float[place], .. from, .. new float[40 - place]]);
        }
    }

    [Fact]
    public void Layer_norm_of_many_rows_is_that_of_each()
    {
        Tensor x = Tensor.Normal([8500, 1001], generator: new Generator(1));
        Tensor weight = Tensor.Normal([1001], generator: new Generator(2)), bias = Tensor.Normal([1001], generator: new Generator(3));
        Tensor all = x.LayerNorm([1001], weight, bias), few = x[4000..4010].LayerNorm([1001], weight, bias);
        all[4000..4010].ToArray<float>().ShouldBe(few.ToArray<float>());
    }

    [Fact]
    public void Batch_norm_of_many_channels_is_that_of_each()
    {
        Tensor x = Tensor.Normal([3, 30, 331, 331], generator: new Generator(1));
        Tensor one = x.Narrow(1, 7, 1).Contiguous();
        x.BatchNorm().Narrow(1, 7, 1).ToArray<float>().ShouldBe(one.BatchNorm().ToArray<float>());
    }
}
