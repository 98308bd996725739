using Adjoint.Ops;

namespace Adjoint;

public sealed partial class Tensor
{
    /// <summary>
    /// Connectionist temporal classification: −log of the probability that a path through the classes, without repetitions and then
    /// without blanks, is the target. Graves et al. 2006. This are log-probabilities [T, N, C], or [T, C] for one sequence.
    /// </summary>
    /// <remarks>
    /// The gradient is that of this function; PyTorch's has the gradient of a log-softmax before it added, which comes out the same
    /// where there is one.
    /// </remarks>
    /// <param name="targets">Integers: [N, S], or all targets one after the other [sum of the lengths]; for one sequence [S].</param>
    /// <param name="inputLengths">How many of the T times count for each sequence, [N]; for one sequence a number.</param>
    /// <param name="targetLengths">The length of each target, [N]; for one sequence a number.</param>
    /// <param name="blank">The class that is no label.</param>
    /// <param name="reduction">What becomes of the losses; the mean is of losses divided by the lengths of their targets.</param>
    /// <param name="zeroInfinity">Whether losses that are infinite, of targets too long for their input, are 0 instead.</param>
    /// <returns>[N], or a number.</returns>
    /// <exception cref="ShapeException">Shapes do not fit, or a length, label or the blank is out of its range.</exception>
    public Tensor CtcLoss(
        Tensor targets, Tensor inputLengths, Tensor targetLengths, int blank = 0, Reduction reduction = Reduction.Mean,
        bool zeroInfinity = false)
    {
        (targets, inputLengths, targetLengths) = (Index(targets), Index(inputLengths), Index(targetLengths));
        if (DType.IsHalf()) return Widened().CtcLoss(targets, inputLengths, targetLengths, blank, reduction, zeroInfinity).To(DType);
        foreach (Tensor whole in new[] { targets, inputLengths, targetLengths })
        {
            if (whole.DType != DType.Int64)
                throw new DTypeException($"CtcLoss: targets and lengths are integers, not {whole.DType.Name()}.");
        }

        if (Rank == 2)
        {
            Tensor one = Unsqueeze(1).CtcLoss(
                targets.Reshape(1, -1), inputLengths.Reshape(-1), targetLengths.Reshape(-1), blank, reduction, zeroInfinity);
            return reduction == Reduction.None ? one.Squeeze(0) : one;
        }

        if (Rank == 3 && (blank < 0 || blank >= Shape[2]))
            throw new ShapeException($"CtcLoss: a blank of {blank} is no class of {Shape}.");
        if (targets.Rank == 1 && targetLengths.Rank == 1) targets = Padded(targets, targetLengths);
        Tensor losses = Engine.Apply(new Ctc(blank), Real(), targets, inputLengths, targetLengths);
        if (zeroInfinity) losses = losses.MaskedFill(losses.Equal(double.PositiveInfinity), 0);
        return reduction == Reduction.Mean
            ? (losses / targetLengths.To(losses.DType).Clamp(min: 1)).Mean()
            : Reduced(losses, reduction);
    }

    /// <summary>The same with lengths as numbers.</summary>
    /// <inheritdoc cref="CtcLoss(Tensor, Tensor, Tensor, int, Reduction, bool)"/>
    public Tensor CtcLoss(
        Tensor targets, ReadOnlySpan<int> inputLengths, ReadOnlySpan<int> targetLengths, int blank = 0,
        Reduction reduction = Reduction.Mean, bool zeroInfinity = false) =>
        CtcLoss(targets, From(inputLengths), From(targetLengths), blank, reduction, zeroInfinity);

    /// <summary>Targets one after the other as rows of one length.</summary>
    private static Tensor Padded(Tensor targets, Tensor lengths)
    {
        bool isKnown = Core.Context.Current.IsConstant(lengths);
        long sum = isKnown ? (long)lengths.Sum().Item() : targets.Numel;
        if (sum != targets.Numel)
            throw new ShapeException($"CtcLoss: lengths that sum up to {sum} do not fit {targets.Numel} targets one after the other.");
        int width = isKnown ? (int)lengths.ToArray<long>().DefaultIfEmpty(0).Max() : targets.Numel;
        if (width == 0) return Zeros([lengths.Shape[0], 0], DType.Int64);
        Tensor starts = lengths.CumSum(0) - lengths;
        Tensor places = starts.Unsqueeze(1) + Arange(width);
        return targets.IndexSelect(0, Where(places.Less(targets.Numel), places, Scalar(0, DType.Int64)));
    }
}
