namespace Adjoint.Training;

/// <summary>How far a training is.</summary>
/// <param name="Epoch">The running epoch up to here.</param>
/// <param name="Done">Share of the whole training that is done, 0 to 1.</param>
/// <param name="Left">Time left, at the pace of the epoch before.</param>
public readonly record struct TrainingProgress(EpochReport Epoch, double Done, TimeSpan Left)
{
    /// <summary>The share that is done, the time left, and the running epoch.</summary>
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * Done:F0} % done, {Left.TotalSeconds:F0} s left; {Epoch}");
}
