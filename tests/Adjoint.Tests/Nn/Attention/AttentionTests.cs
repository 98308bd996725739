using Adjoint.Nn;

namespace Adjoint.Tests.Nn;

/// <summary>Attention beyond what the table compares with PyTorch.</summary>
public sealed class AttentionTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Many_queries_are_taken_in_blocks_with_the_same_result(bool causal, bool masked)
    {
        var random = new Generator(1);
        Tensor q = Tensor.Normal([2, 1500, 4], generator: random), k = Tensor.Normal([2, 1000, 4], generator: random);
        Tensor v = Tensor.Normal([2, 1000, 3], generator: random);
        Tensor? mask = masked ? Tensor.Bernoulli([1500, 1000], 0.7, random).To(DType.Bool) : null;
        Tensor blocks = q.ScaledDotProductAttention(k, v, mask, isCausal: causal);
        Tensor whole = q.Detach().WithGrad().ScaledDotProductAttention(k, v, mask, isCausal: causal);
        blocks.Shape.ShouldBe(Shape.Create([2, 1500, 3]));
        (blocks - whole.Detach()).Abs().Max().Item().ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void A_query_without_a_key_gets_zeros_and_no_gradient()
    {
        Tensor q = Tensor.Ones([2, 3]).WithGrad(), k = Tensor.Ones([2, 3]).WithGrad(), v = Tensor.Ones([2, 3]).WithGrad();
        Tensor y = q.ScaledDotProductAttention(k, v, Tensor.Of(true, true, false, false).Reshape(2, 2));
        y.ToArray<float>().ShouldBe([1, 1, 1, 0, 0, 0]);
        y.Sum().Backward();
        foreach (Tensor leaf in new[] { q, k, v }) leaf.Grad!.ToArray<float>().ShouldAllBe(value => float.IsFinite(value));
    }

    [Fact]
    public void Mistakes_are_told()
    {
        Tensor x = Tensor.Ones([2, 4, 3, 2]);
        Should.Throw<ShapeException>(() => x.ScaledDotProductAttention(Tensor.Ones([2, 4, 3, 5]), x));
        Should.Throw<ShapeException>(() => x.ScaledDotProductAttention(x, x, Tensor.Ones([3, 3]), isCausal: true));
        Tensor three = Tensor.Ones([2, 3, 3, 2]);
        Should.Throw<ShapeException>(() => x.ScaledDotProductAttention(three, three, enableGqa: true)).Message.ShouldContain("divide");
        Should.Throw<ShapeException>(() => new MultiheadAttention(4, 2).Call(
            Tensor.Ones([3, 2, 4]), Tensor.Ones([5, 2, 4]), Tensor.Ones([5, 2, 4]), attnMask: Tensor.Ones([3, 4])))
            .Message.ShouldContain("[3, 5] or [4, 3, 5]");
    }

    [Fact]
    public void Rotary_embeddings_make_scores_depend_on_distances()
    {
        var rotary = new RotaryPositionalEmbeddings(8, 32, dtype: DType.Float64);
        var random = new Generator(2);
        Tensor q = Tensor.Normal([1, 8], generator: random, dtype: DType.Float64).Expand(20, 8);
        Tensor k = Tensor.Normal([1, 8], generator: random, dtype: DType.Float64).Expand(20, 8);
        double[] scores = rotary.Call(q).MatMul(rotary.Call(k).Transpose()).ToArray<double>();
        scores[(5 * 20) + 2].ShouldBe(scores[(12 * 20) + 9], 1e-12);
        rotary.StateDict().ShouldBeEmpty();
        Tensor shifted = rotary.Call(q[..2], Tensor.Of(3L, 4));
        shifted.ToArray<double>().ShouldBe(rotary.Call(q)[3..5].ToArray<double>());
    }

    [Fact]
    public void A_causal_transformer_does_not_look_ahead()
    {
        var layer = new TransformerDecoderLayer(8, 2, 16, 0, y => y.Silu(), batchFirst: true, generator: new Generator(3));
        Tensor x = Tensor.Normal([1, 6, 8]).WithGrad(), memory = Tensor.Normal([1, 3, 8]);
        layer.Call(x, memory, tgtIsCausal: true)[0, 2].Pow(3).Sum().Backward(); // a plain sum of a layer norm is constant
        x.Grad![0, 3..].Abs().Max().Item().ShouldBe(0);
        x.Grad![0, ..3].Abs().Max().Item().ShouldBeGreaterThan(0);
    }
}
