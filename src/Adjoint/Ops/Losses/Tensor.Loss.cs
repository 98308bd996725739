namespace Adjoint;

/// <summary>What becomes of the losses of single elements.</summary>
public enum Reduction
{
    /// <summary>Their mean; weighted where there are weights.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They stay as they are.</summary>
    None,
}

/// <remarks>
/// Losses are expressions of other operations, so their derivatives of every order follow; the commonest cross-entropy is one
/// operation of its own. Names and conventions are PyTorch's; this tensor is the prediction.
/// </remarks>
public sealed partial class Tensor
{
    /// <summary>
    /// Cross-entropy of logits [N, C, …] (or [C]) with a target: classes [N, …] as integers, or probabilities of the logits' shape.
    /// </summary>
    /// <param name="target">Classes (integers) or probabilities (reals).</param>
    /// <param name="weight">A weight for each class, [C].</param>
    /// <param name="ignoreIndex">A class that does not count; only with integers.</param>
    /// <param name="labelSmoothing">Share of each target that is spread evenly over all classes.</param>
    /// <param name="reduction">What becomes of the losses.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a class does not exist.</exception>
    public Tensor CrossEntropy(
        Tensor target, Tensor? weight = null, long ignoreIndex = -100, double labelSmoothing = 0,
        Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf())
            return Widened().CrossEntropy(target?.Widened()!, weight?.Widened(), ignoreIndex, labelSmoothing, reduction)
                .To(Meeting(target));
        ArgumentNullException.ThrowIfNull(target);
        if (Rank == 0) throw new ShapeException("CrossEntropy: takes logits [N, C, …] or [C], not a number.");
        if (!(labelSmoothing is >= 0 and <= 1))
            throw new ShapeException($"CrossEntropy: a label smoothing of {labelSmoothing} is not within 0 to 1.");
        if (Rank == 1) return CrossEntropyOfOne(target, weight, ignoreIndex, labelSmoothing, reduction);
        if (weight is not null) CheckClassWeights(weight, "CrossEntropy");
        if (weight is null && labelSmoothing == 0 && !target.DType.IsFloatingPoint())
            return Engine.Apply(new Ops.CrossEntropy(ignoreIndex, reduction), Real(), Index(target));
        Tensor logs = LogSoftmax(1);
        int classes = Shape[1];
        if (target.DType.IsFloatingPoint())
        {
            if (target.Shape != Shape)
                throw new ShapeException($"CrossEntropy: probabilities {target.Shape} have not the shape {Shape} of the logits.");
            if (labelSmoothing > 0) target = (target * (1 - labelSmoothing)) + (labelSmoothing / classes);
            Tensor terms = -(logs * target);
            if (weight is not null) terms *= PerClass(weight);
            Tensor losses = terms.Sum([1], false);
            return reduction == Reduction.Mean ? losses.Sum() / (Numel / Math.Max(1, classes)) : Reduced(losses, reduction);
        }

        target = Ops.IndexedAccess.Integers(new("CrossEntropy", "class"), target);
        Tensor picked = logs.NllLoss("CrossEntropy", target, weight, ignoreIndex, labelSmoothing > 0 ? Reduction.None : reduction);
        if (labelSmoothing == 0) return picked;
        Tensor kept = target.NotEqual(ignoreIndex);
        Tensor spread = (weight is null ? -logs : -(logs * PerClass(weight))).Sum([1], false);
        Tensor smooth = (spread * (labelSmoothing / classes)).MaskedFill(kept.Not(), 0);
        Tensor loss = (picked * (1 - labelSmoothing)) + smooth;
        if (reduction != Reduction.Mean) return Reduced(loss, reduction);
        return loss.Sum() / TargetWeights(target, weight, kept).Sum();
    }

    /// <summary>
    /// Negative log-likelihood: minus the log-probability [N, C, …] of the target class [N, …]. The mean is weighted by the
    /// weights of the target classes.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not fit, or a class does not exist.</exception>
    public Tensor NllLoss(Tensor target, Tensor? weight = null, long ignoreIndex = -100, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf()) return Widened().NllLoss(target, weight?.Widened(), ignoreIndex, reduction).To(DType);
        ArgumentNullException.ThrowIfNull(target);
        return NllLoss("NllLoss", target, weight, ignoreIndex, reduction);
    }

    private Tensor NllLoss(string operation, Tensor target, Tensor? weight, long ignoreIndex, Reduction reduction)
    {
        if (Rank == 1 && target.Rank == 0)
        {
            Tensor one = Unsqueeze(0).NllLoss(operation, target.Unsqueeze(0), weight, ignoreIndex, reduction);
            return reduction == Reduction.None ? one.Squeeze(0) : one;
        }

        if (Rank < 2 || target.Shape != Shape.Without(Axes.Single(1)))
            throw new ShapeException($"{operation}: classes {target.Shape} do not fit predictions {Shape}: they lack axis 1 only.");
        if (weight is not null) CheckClassWeights(weight, operation);
        target = Ops.IndexedAccess.Integers(new(operation, "class"), target);
        Tensor kept = target.NotEqual(ignoreIndex);
        Tensor losses = -AtClass(Where(kept, target, Scalar(0, DType.Int64)), operation);
        Tensor weights = TargetWeights(target, weight, kept);
        losses = Where(kept, losses, Scalar(0, DType)) * weights;
        return reduction == Reduction.Mean ? losses.Sum() / weights.Sum() : Reduced(losses, reduction);
    }

    /// <summary>Mean squared error: (x − target)².</summary>
    public Tensor MseLoss(Tensor target, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf()) return Widened().MseLoss(target?.Widened()!, reduction).To(Meeting(target));
        return Reduced((this - SameShape(target, "MseLoss")).Square(), reduction);
    }

    /// <summary>Mean absolute error: |x − target|.</summary>
    public Tensor L1Loss(Tensor target, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf()) return Widened().L1Loss(target?.Widened()!, reduction).To(Meeting(target));
        return Reduced((this - SameShape(target, "L1Loss")).Abs(), reduction);
    }

    /// <summary>
    /// Half the square over β where |x − target| is below β, else |x − target| − β/2. With β = 0 it is <see cref="L1Loss"/>,
    /// also in its slope of 0 where both are equal (PyTorch's is ±1 there).
    /// </summary>
    public Tensor SmoothL1Loss(Tensor target, double beta = 1, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf()) return Widened().SmoothL1Loss(target?.Widened()!, beta, reduction).To(Meeting(target));
        return beta == 0 ? L1Loss(target, reduction) : HuberLoss(target, beta, reduction) / beta;
    }

    /// <summary>Half the square where |x − target| is below δ, else δ(|x − target| − δ/2).</summary>
    public Tensor HuberLoss(Tensor target, double delta = 1, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf()) return Widened().HuberLoss(target?.Widened()!, delta, reduction).To(Meeting(target));
        if (!(delta > 0)) throw new ShapeException($"HuberLoss: a delta of {delta} is not positive.");
        Tensor distance = this - SameShape(target, "HuberLoss");
        // The part up to δ counts by its square, what is beyond by itself: no infinity meets a 0 in the gradient.
        Tensor near = distance.Hardtanh(-delta, delta);
        return Reduced((near.Square() * 0.5) + ((distance.Abs() - near.Abs()) * delta), reduction);
    }

    /// <summary>Binary cross-entropy of probabilities; logarithms are kept above −100, as in PyTorch.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="AdjointException">A number is below 0 or above 1; of logits take
    /// <see cref="BinaryCrossEntropyWithLogits"/>.</exception>
    public Tensor BinaryCrossEntropy(Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf())
            return Widened().BinaryCrossEntropy(target?.Widened()!, weight?.Widened(), reduction).To(Meeting(target, weight));
        SameShape(target, "BinaryCrossEntropy");
        CheckProbabilities("BinaryCrossEntropy");
        Tensor losses = Meet(Ops.BinaryCrossEntropy.Op, Real(), target.Real());
        return Reduced(weight is null ? losses : losses * weight, reduction);
    }

    /// <summary>Binary cross-entropy of logits, without overflow.</summary>
    /// <param name="target">Probabilities, of this shape.</param>
    /// <param name="weight">A weight for each element; broadcasts.</param>
    /// <param name="posWeight">A weight for the positive part; broadcasts.</param>
    /// <param name="reduction">What becomes of the losses.</param>
    public Tensor BinaryCrossEntropyWithLogits(
        Tensor target, Tensor? weight = null, Tensor? posWeight = null, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf())
            return Widened().BinaryCrossEntropyWithLogits(target?.Widened()!, weight?.Widened(), posWeight?.Widened(), reduction)
                .To(Meeting(target, weight, posWeight));
        SameShape(target, "BinaryCrossEntropyWithLogits");
        // −log σ(x) = softplus(−x), −log(1 − σ(x)) = x + softplus(−x).
        Tensor soft = (-this).Softplus(threshold: double.PositiveInfinity);
        Tensor losses = posWeight is null
            ? ((1 - target) * this) + soft
            : ((1 - target) * this) + ((((posWeight - 1) * target) + 1) * soft);
        return Reduced(weight is null ? losses : losses * weight, reduction);
    }

    /// <summary>
    /// Kullback–Leibler divergence from this, log-probabilities, to a target of probabilities (or of logarithms).
    /// <see cref="Reduction.Mean"/> is over elements; for the mean over the batch sum and divide by its size. Where the
    /// target is 0 its part t·log t counts as the constant 0; PyTorch has the same value there, but a slope of NaN. A negative
    /// target, which is no probability, makes its loss NaN.
    /// </summary>
    public Tensor KlDiv(Tensor target, bool logTarget = false, Reduction reduction = Reduction.Mean)
    {
        if (DType.IsHalf()) return Widened().KlDiv(target?.Widened()!, logTarget, reduction).To(Meeting(target));
        SameShape(target, "KlDiv");
        if (logTarget) return Reduced(target.Exp() * (target - this), reduction);
        // 0·log 0 counts as 0; the logarithm is then taken of 1 instead.
        Tensor zero = target.Equal(0);
        Tensor logs = target.MaskedFill(zero, 1).Log();
        return Reduced((target * logs).MaskedFill(zero, 0) - (target * this), reduction);
    }

    private Tensor CrossEntropyOfOne(Tensor target, Tensor? weight, long ignoreIndex, double labelSmoothing, Reduction reduction)
    {
        Tensor loss = Unsqueeze(0).CrossEntropy(target.Unsqueeze(0), weight, ignoreIndex, labelSmoothing, reduction);
        return reduction == Reduction.None ? loss.Squeeze(0) : loss;
    }

    private static Tensor Reduced(Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        _ => losses,
    };

    /// <summary>The weight of each target's class; 0 for one that does not count.</summary>
    private Tensor TargetWeights(Tensor target, Tensor? weight, Tensor kept)
    {
        if (weight is null) return kept.To(DType);
        Tensor classes = Where(kept, Index(target), Scalar(0, DType.Int64));
        return weight.To(DType).IndexSelect(0, classes).MaskedFill(kept.Not(), 0);
    }

    /// <summary>Fails unless there is a weight for each class of axis 1.</summary>
    private void CheckClassWeights(Tensor weight, string operation)
    {
        if (weight.Rank != 1 || weight.Shape[0] != Shape[1])
            throw new ShapeException($"{operation}: class weights {weight.Shape} are not [{Shape[1]}], one for each class of {Shape}.");
    }

    /// <summary>Weights of the classes, shaped so that they meet this tensor's axis 1.</summary>
    private Tensor PerClass(Tensor weight) => weight.To(DType).ReshapeTo(Ops.Broadcasting.PerChannel(Rank, Shape[1]));

    /// <summary>Fails where a number, as far as there are numbers, is below 0 or above 1.</summary>
    private void CheckProbabilities(string operation)
    {
        if (IsSymbolic || Numel == 0) return;
        using Scope _ = GradMode.Off();
        Tensor values = Detach();
        if (values.Min().Item() is var least && least < 0)
            throw new AdjointException(
                $"{operation}: takes probabilities, and {least} is below 0; of logits take BinaryCrossEntropyWithLogits.");
        if (values.Max().Item() is var most && most > 1)
            throw new AdjointException(
                $"{operation}: takes probabilities, and {most} is above 1; of logits take BinaryCrossEntropyWithLogits.");
    }

    private Tensor SameShape(Tensor target, string operation)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Shape != Shape)
            throw new ShapeException($"{operation}: a target of shape {target.Shape} is not of the prediction's shape {Shape}.");
        return target;
    }
}
