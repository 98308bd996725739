namespace Adjoint.Nn;

/// <summary>
/// Connectionist temporal classification: takes log-probabilities [T, N, C], targets, and the lengths of both. Graves et al. 2006.
/// </summary>
/// <param name="blank">The class that is no label.</param>
/// <param name="reduction">How the losses of the sequences are reduced; the mean is of losses divided by the lengths of targets.</param>
/// <param name="zeroInfinity">Whether losses that are infinite, of targets too long for their input, are 0 instead.</param>
public sealed class CTCLoss(int blank = 0, Reduction reduction = Reduction.Mean, bool zeroInfinity = false) : Module
{
    /// <summary>Computes the loss.</summary>
    /// <param name="logProbs">Log-probabilities [T, N, C], or [T, C] for one sequence.</param>
    /// <param name="targets">Integers: [N, S], or all one after the other.</param>
    /// <param name="inputLengths">How many of the T times count for each sequence, [N].</param>
    /// <param name="targetLengths">The length of each target, [N].</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ShapeException">Shapes do not fit, or a length or label is out of its range.</exception>
    public Tensor Call(Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths) =>
        InScope(logProbs, () => logProbs.CtcLoss(targets, inputLengths, targetLengths, blank, reduction, zeroInfinity));
}
