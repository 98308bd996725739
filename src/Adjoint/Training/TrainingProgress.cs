namespace Adjoint.Training;

/// <summary>How far a training is.</summary>
/// <param name="Epoch">The running epoch up to here.</param>
/// <param name="Done">Share of the whole training that is done, 0 to 1.</param>
/// <param name="Left">Time left, at the pace of the epoch before.</param>
public readonly record struct TrainingProgress(EpochReport Epoch, double Done, TimeSpan Left);
