using Adjoint.Nn;

namespace Adjoint.Tests.Ops;

/// <summary>Mistakes in labels, indices and weights are told under the name of what was called.</summary>
public sealed class LossMistakesTests
{
    private static readonly Tensor Scores = Tensor.Zeros([2, 3]);

    [Fact]
    public void Labels_that_are_no_class()
    {
        Tensor far = Tensor.Of(0L, 7L);
        Message(() => Scores.CrossEntropy(far)).ShouldBe("CrossEntropy: class 7 is not within 0 to 2.");
        Message(() => Scores.CrossEntropy(far, Tensor.Ones([3]))).ShouldBe("CrossEntropy: class 7 is not within 0 to 2.");
        Message(() => Scores.CrossEntropy(far, labelSmoothing: 0.1)).ShouldBe("CrossEntropy: class 7 is not within 0 to 2.");
        Message(() => Scores.NllLoss(Tensor.Of(0L, -1L))).ShouldBe("NllLoss: class -1 is not within 0 to 2.");
        Message(() => Scores.MultiMarginLoss(far)).ShouldBe("MultiMarginLoss: class 7 is not within 0 to 2.");
        Message(() => Scores.MultiLabelMarginLoss(Tensor.From(new[,] { { 7L, -1, -1 }, { 0, -1, -1 } })))
            .ShouldBe("MultiLabelMarginLoss: class 7 is not within 0 to 2.");
        Message(() => far.OneHot(3)).ShouldBe("OneHot: index 7 is not within 0 to 2.");
    }

    [Fact]
    public void Labels_that_are_no_integers()
    {
        Tensor real = Tensor.Of(0.0, 1.0);
        foreach (Func<Tensor> call in new Func<Tensor>[] { () => Scores.NllLoss(real), () => Scores.MultiMarginLoss(real) })
        {
            Should.Throw<DTypeException>(() => call()).Message.ShouldMatch(
                "^(Nll|MultiMarginLoss): takes integers for classes, not float64");
        }

        Should.Throw<DTypeException>(() => Scores.Embedding(real)).Message.ShouldBe(
            "Embedding: takes integers for indices, not float64; cast with To(DType.Int64).");
    }

    [Fact]
    public void Indices_of_an_embedding()
    {
        Message(() => Scores.Embedding(Tensor.Of(2L))).ShouldBe("Embedding: index 2 is not within 0 to 1.");
        Message(() => new Embedding(4, 2).Forward(Tensor.Of(4L))).ShouldBe("Embedding: index 4 is not within 0 to 3.");
        Message(() => new Embedding(4, 2, maxNorm: 1).Forward(Tensor.Of(4L))).ShouldBe("Embedding: index 4 is not within 0 to 3.");
        Message(() => new EmbeddingBag(4, 2).Forward(Tensor.From(new[,] { { 4L } }))).ShouldBe(
            "EmbeddingBag: index 4 is not within 0 to 3.");
        Message(() => Functional.Vmap(i => Scores.Embedding(i))(Tensor.From(new[,] { { 2L } }))).ShouldContain("Embedding: index 2");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Class_weights_of_another_length(int length)
    {
        Tensor weight = Tensor.Ones([length]), labels = Tensor.Of(0L, 1L);
        string wrong = $"class weights [{length}] are not [3], one for each class of [2, 3].";
        Message(() => Scores.CrossEntropy(labels, weight)).ShouldBe($"CrossEntropy: {wrong}");
        Message(() => Scores.CrossEntropy(labels, weight, labelSmoothing: 0.1)).ShouldBe($"CrossEntropy: {wrong}");
        Message(() => Scores.CrossEntropy(Tensor.Ones([2, 3]), weight)).ShouldBe($"CrossEntropy: {wrong}");
        Message(() => Scores.NllLoss(labels, weight)).ShouldBe($"NllLoss: {wrong}");
        Message(() => Scores.MultiMarginLoss(labels, weight: weight)).ShouldBe($"MultiMarginLoss: {wrong}");
    }

    [Theory]
    [InlineData(1.5, "1.5 is above 1")]
    [InlineData(-0.25, "-0.25 is below 0")]
    public void Numbers_that_are_no_probabilities(double number, string what)
    {
        Tensor x = Tensor.Of(0.5, number);
        Should.Throw<AdjointException>(() => x.BinaryCrossEntropy(Tensor.Of(1.0, 1))).Message.ShouldBe(
            $"BinaryCrossEntropy: takes probabilities, and {what}; of logits take BinaryCrossEntropyWithLogits.");
        double.IsNaN(Tensor.Of(double.NaN).BinaryCrossEntropy(Tensor.Of(1.0)).Item()).ShouldBeTrue();
        Tensor.Of(0.0, 1.0).BinaryCrossEntropy(Tensor.Of(0.0, 1)).Item().ShouldBe(0);
    }

    [Fact]
    public void A_single_sample_needs_no_axis()
    {
        Tensor x = Tensor.Of(0.1, 0.5, 0.2);
        x.NllLoss(Tensor.Scalar(1, DType.Int64)).Item().ShouldBe(-0.5);
        x.NllLoss(Tensor.Scalar(1, DType.Int64), reduction: Reduction.None).Shape.ShouldBe([]);
        x.MultiMarginLoss(Tensor.Scalar(1, DType.Int64)).Item().ShouldBe((0.6 + 0.7) / 3, 1e-12);
    }

    private static string Message(Func<Tensor> call) => Should.Throw<ShapeException>(() => call()).Message;
}
