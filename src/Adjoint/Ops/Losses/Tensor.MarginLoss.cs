using Adjoint.Ops;

namespace Adjoint;

/// <content>Losses that ask for a distance between what is right and what is wrong, and likelihoods of counts and of normal
/// errors.</content>
public sealed partial class Tensor
{
    /// <summary>x where the target is 1, max(0, margin − x) where it is −1.</summary>
    public Tensor HingeEmbeddingLoss(Tensor target, double margin = 1, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf()) return Widened().HingeEmbeddingLoss(target?.Widened()!, margin, reduction).To(DType);
        SameShape(target, "HingeEmbeddingLoss");
        Tensor far = (margin - this).Clamp(min: 0).MaskedFill(target.Equal(1), 0);
        return Reduced(far + MaskedFill(target.Equal(-1), 0), reduction);
    }

    /// <summary>log(1 + e^(−target·x)), targets 1 and −1, without overflow.</summary>
    public Tensor SoftMarginLoss(Tensor target, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf()) return Widened().SoftMarginLoss(target?.Widened()!, reduction).To(Meeting(target));
        return Reduced((-(SameShape(target, "SoftMarginLoss") * this)).Softplus(threshold: double.PositiveInfinity), reduction);
    }

    /// <summary>max(0, −target·(x − other) + margin): x above the other where the target is 1, below where it is −1.</summary>
    public Tensor MarginRankingLoss(Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf())
            return Widened().MarginRankingLoss(input2?.Widened()!, target?.Widened()!, margin, reduction).To(Meeting(input2, target));
        SameShape(input2, "MarginRankingLoss");
        return Reduced((margin - (SameShape(target, "MarginRankingLoss") * (this - input2))).Clamp(min: 0), reduction);
    }

    /// <summary>
    /// For scores [N, C] (or [C]) and classes [N] the mean over the other classes i of max(0, margin − x[class] + x[i])ᵖ.
    /// </summary>
    /// <param name="target">The classes, integers.</param>
    /// <param name="p">1 or 2.</param>
    /// <param name="margin">By how much the score of the class is to be above the others.</param>
    /// <param name="weight">A weight for each class, [C].</param>
    /// <param name="reduction">What becomes of the losses of the samples.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor MultiMarginLoss(
        Tensor target, double p = 1, double margin = 1, Tensor? weight = null, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf()) return Widened().MultiMarginLoss(target, p, margin, weight?.Widened(), reduction).To(DType);
        ArgumentNullException.ThrowIfNull(target);
        if (Rank == 1 && target.Rank == 0)
        {
            Tensor one = Unsqueeze(0).MultiMarginLoss(target.Unsqueeze(0), p, margin, weight, reduction);
            return reduction == Reduction.None ? one.Squeeze(0) : one;
        }

        if (Rank != 2 || target.Rank != 1 || target.Shape[0] != Shape[0])
            throw new ShapeException(
                $"MultiMarginLoss: takes scores [N, C] and classes [N], or [C] and a class, not {Shape} and {target.Shape}.");
        if (weight is not null) CheckClassWeights(weight, "MultiMarginLoss");
        target = IndexedAccess.Integers(new("MultiMarginLoss", "class"), target);
        Tensor over = (margin - AtClass(target, "MultiMarginLoss").Unsqueeze(1) + this).Relu();
        if (p != 1) over = over.Pow(p);
        if (weight is not null) over *= weight.To(DType).IndexSelect(0, target).Unsqueeze(1);
        Tensor own = target.OneHot(Shape[1]).To(DType.Bool);
        return Reduced(over.MaskedFill(own, 0).Sum([1], false) / Shape[1], reduction);
    }

    /// <summary>
    /// For scores [N, C] (or [C]) and the classes that are right, [N, C] integers that end with the first below 0: the sum over
    /// right classes j and wrong ones i of max(0, 1 − x[j] + x[i]), divided by C.
    /// </summary>
    public Tensor MultiLabelMarginLoss(Tensor target, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf()) return Widened().MultiLabelMarginLoss(target, reduction).To(DType);
        SameShape(target, "MultiLabelMarginLoss");
        if (Rank == 1)
        {
            Tensor one = Unsqueeze(0).MultiLabelMarginLoss(target.Unsqueeze(0), reduction);
            return reduction == Reduction.None ? one.Squeeze(0) : one;
        }

        if (Rank != 2) throw new ShapeException($"MultiLabelMarginLoss: takes scores [N, C] or [C], not {Shape}.");
        Tensor listed = target.Less(0).To(DType.Int64).CumSum(1).Equal(0);
        IndexUse use = new("MultiLabelMarginLoss", "class");
        Tensor classes = IndexedAccess.Integers(use, target).MaskedFill(listed.Not(), 0);
        Tensor scores = Engine.Apply(new Gather(1) { Use = use }, this, classes);
        Tensor right = Zeros(Shape, DType).ScatterAdd(1, classes, listed.To(DType)).Greater(0);
        Tensor over = (1 - scores.Unsqueeze(2) + Unsqueeze(1)).Relu();
        over = over.MaskedFill(listed.Not().Unsqueeze(2), 0).MaskedFill(right.Unsqueeze(1), 0);
        return Reduced(over.Sum([1, 2], false) / Shape[1], reduction);
    }

    /// <summary>The mean over the last axis of the binary cross-entropy of logits, each class for itself.</summary>
    /// <param name="target">Probabilities, of this shape.</param>
    /// <param name="weight">A weight for each class; broadcasts.</param>
    /// <param name="reduction">What becomes of the losses of the samples.</param>
    public Tensor MultiLabelSoftMarginLoss(Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf())
            return Widened().MultiLabelSoftMarginLoss(target?.Widened()!, weight?.Widened(), reduction).To(Meeting(target, weight));
        return Reduced(BinaryCrossEntropyWithLogits(target, weight, reduction: Reduction.None).Mean([-1], false), reduction);
    }

    /// <summary>1 − cos of the angle between the last axes where the target is 1, max(0, cos − margin) where it is −1.</summary>
    /// <param name="input2">The other vectors, of this shape.</param>
    /// <param name="target">1 or −1 for each pair.</param>
    /// <param name="margin">What the cosine of vectors that do not belong together may be.</param>
    /// <param name="reduction">What becomes of the losses.</param>
    public Tensor CosineEmbeddingLoss(Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf()) return Widened().CosineEmbeddingLoss(input2?.Widened()!, target, margin, reduction).To(Meeting(input2));
        ArgumentNullException.ThrowIfNull(target);
        const double tiny = 1e-12;
        SameShape(input2, "CosineEmbeddingLoss");
        Tensor lengths = (Square().Sum([-1], false) + tiny) * (input2.Square().Sum([-1], false) + tiny);
        Tensor cosine = (this * input2).Sum([-1], false) / lengths.Sqrt();
        if (target.Shape != cosine.Shape)
            throw new ShapeException($"CosineEmbeddingLoss: pairs {cosine.Shape} and targets {target.Shape} differ.");
        Tensor together = (1 - cosine).MaskedFill(target.Equal(1).Not(), 0);
        return Reduced(together + (cosine - margin).Clamp(min: 0).MaskedFill(target.Equal(-1).Not(), 0), reduction);
    }

    /// <summary>max(0, d(x, positive) − d(x, negative) + margin), d the <see cref="PairwiseDistance"/>. Balntas et al. 2016.</summary>
    /// <param name="positive">What is to be near.</param>
    /// <param name="negative">What is to be far.</param>
    /// <param name="margin">By how much.</param>
    /// <param name="p">Which norm.</param>
    /// <param name="eps">Added to differences.</param>
    /// <param name="swap">Whether the positive's distance to the negative counts where that is less.</param>
    /// <param name="reduction">What becomes of the losses.</param>
    public Tensor TripletMarginLoss(
        Tensor positive, Tensor negative, double margin = 1, double p = 2, double eps = 1e-6, bool swap = false,
        Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf())
            return Widened().TripletMarginLoss(positive?.Widened()!, negative?.Widened()!, margin, p, eps, swap, reduction)
                .To(Meeting(positive, negative));
        ArgumentNullException.ThrowIfNull(positive);
        Tensor near = PairwiseDistance(positive, p, eps);
        Tensor far = PairwiseDistance(negative, p, eps);
        if (swap) far = Minimum(far, positive.PairwiseDistance(negative, p, eps));
        return Reduced((near - far + margin).Clamp(min: 0), reduction);
    }

    /// <summary>
    /// max(0, d(x, positive) − d(x, negative) + margin) with a distance of the user's; of the <see cref="PairwiseDistance"/> if none is
    /// given.
    /// </summary>
    /// <param name="positive">What is to be near.</param>
    /// <param name="negative">What is to be far.</param>
    /// <param name="distanceFunction">The distance of each pair of vectors.</param>
    /// <param name="margin">By how much.</param>
    /// <param name="swap">Whether the positive's distance to the negative counts where that is less.</param>
    /// <param name="reduction">What becomes of the losses.</param>
    /// <returns>The losses of the triplets, or what they are reduced to.</returns>
    public Tensor TripletMarginWithDistanceLoss(
        Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distanceFunction = null, double margin = 1, bool swap = false,
        Reduction reduction = Reduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(positive);
        ArgumentNullException.ThrowIfNull(negative);
        if (positive.Shape != Shape || negative.Shape != Shape)
            throw new ShapeException(
                $"TripletMarginWithDistanceLoss: {Shape}, {positive.Shape} and {negative.Shape} differ; they are three of one shape.");
        if (DType.IsHalf())
            return Widened().TripletMarginWithDistanceLoss(
                positive.Widened(), negative.Widened(), distanceFunction, margin, swap, reduction).To(Meeting(positive, negative));
        Func<Tensor, Tensor, Tensor> distance = distanceFunction ?? ((a, b) => a.PairwiseDistance(b));
        (Tensor near, Tensor far) = (distance(this, positive), distance(this, negative));
        if (swap) far = Minimum(far, distance(positive, negative));
        return Reduced((near - far + margin).Clamp(min: 0), reduction);
    }

    /// <summary>The p-norm over the last axis of x − other + ε.</summary>
    public Tensor PairwiseDistance(Tensor x2, double p = 2, double eps = 1e-6, bool keepDims = false)
    {
        if (DType.IsHalf()) return Widened().PairwiseDistance(x2?.Widened()!, p, eps, keepDims).To(Meeting(x2));
        ArgumentNullException.ThrowIfNull(x2);
        return (this - x2 + eps).Norm(p, [-1], keepDims);
    }

    /// <summary>The cosine of the angle between vectors along an axis; lengths below ε count as that.</summary>
    public Tensor CosineSimilarity(Tensor x2, int axis = 1, double eps = 1e-8)
    {
        if (DType.IsHalf()) return Widened().CosineSimilarity(x2?.Widened()!, axis, eps).To(Meeting(x2));
        ArgumentNullException.ThrowIfNull(x2);
        Shape shape = Shape.Broadcast(Shape, x2.Shape, "CosineSimilarity");
        (Tensor x, Tensor y) = (Real().ExpandTo(shape), x2.Real().ExpandTo(shape));
        double least = eps * eps;
        Tensor lengths = x.Square().Sum([axis], false).Clamp(min: least) * y.Square().Sum([axis], false).Clamp(min: least);
        return (x * y).Sum([axis], false) / lengths.Sqrt();
    }

    /// <summary>
    /// Negative log-likelihood of counts under Poisson's distribution whose rate (or its logarithm) is x: e^x − target·x, without
    /// the constant log target!.
    /// </summary>
    /// <param name="target">The counts.</param>
    /// <param name="logInput">Whether x is the rate's logarithm.</param>
    /// <param name="full">Whether to add Stirling's approximation of the constant where the count is above 1.</param>
    /// <param name="eps">Added to a rate before its logarithm is taken.</param>
    /// <param name="reduction">What becomes of the losses.</param>
    public Tensor PoissonNllLoss(
        Tensor target, bool logInput = true, bool full = false, double eps = 1e-8, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf()) return Widened().PoissonNllLoss(target?.Widened()!, logInput, full, eps, reduction).To(Meeting(target));
        SameShape(target, "PoissonNllLoss");
        Tensor losses = logInput ? Exp() - (target * this) : this - (target * (this + eps).Log());
        if (!full) return Reduced(losses, reduction);
        Tensor few = target.LessEqual(1);
        Tensor many = target.MaskedFill(few, 2); // whose logarithm is harmless
        Tensor stirling = (many * many.Log()) - many + ((many * (2 * Math.PI)).Log() * 0.5);
        return Reduced(losses + stirling.MaskedFill(few, 0), reduction);
    }

    /// <summary>Negative log-likelihood of targets that are normal about x with a variance: (log v + (x − target)²/v)/2.</summary>
    /// <param name="target">The targets.</param>
    /// <param name="variance">The variances; broadcasts. Below ε they count as ε, and are differentiated as if they were not.</param>
    /// <param name="full">Whether to add the constant log(2π)/2.</param>
    /// <param name="eps">The least variance.</param>
    /// <param name="reduction">What becomes of the losses.</param>
    public Tensor GaussianNllLoss(
        Tensor target, Tensor variance, bool full = false, double eps = 1e-6, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf())
            return Widened().GaussianNllLoss(target?.Widened()!, variance?.Widened()!, full, eps, reduction)
                .To(Meeting(target, variance));
        ArgumentNullException.ThrowIfNull(variance);
        SameShape(target, "GaussianNllLoss");
        Tensor v = variance + (variance.Clamp(min: eps) - variance).Detach();
        Tensor losses = (v.Log() + ((this - target).Square() / v)) * 0.5;
        return Reduced(full ? losses + (Math.Log(2 * Math.PI) / 2) : losses, reduction);
    }
}
