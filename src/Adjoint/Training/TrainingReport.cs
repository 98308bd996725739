using Adjoint.Optim;

namespace Adjoint.Training;

/// <summary>What came of a training.</summary>
/// <param name="Epochs">How each epoch went; the last may be partial.</param>
/// <param name="Score">How the model does on the test data.</param>
/// <param name="Elapsed">Time from start to end, evaluations included.</param>
/// <param name="Gradients">What kinds of gradients there were; by default those that were not finite were skipped.</param>
/// <param name="Interrupted">Whether it was ended early.</param>
/// <param name="ParametersSha256">
/// <see cref="ParameterDigest"/> of the trained parameters, or of their average if there is one: equal results have equal ones.
/// </param>
public sealed record TrainingReport(
    IReadOnlyList<EpochReport> Epochs, ClassifierScore Score, TimeSpan Elapsed, GradientCounts Gradients, bool Interrupted,
    string ParametersSha256)
{
    /// <summary>A line for each epoch, and the score at the end.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Join(
        '\n',
        [
            .. Epochs.Select(epoch => epoch.ToString()),
            string.Create(
                CultureInfo.InvariantCulture, $"{(Interrupted ? "interrupted" : "done")} after {Elapsed.TotalSeconds:F1} s: {Score}"),
        ]);
}
