using Adjoint.Optim;
using Adjoint.Training;

namespace Adjoint.Cli;

/// <summary>What came of a training.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="Model">Name of the network.</param>
/// <param name="Parameters">How many numbers it has to learn.</param>
/// <param name="Threads">Threads that worked.</param>
/// <param name="Epochs">How each epoch went; the last may be partial.</param>
/// <param name="Score">How the network does on the test data.</param>
/// <param name="Elapsed">Time from start to end.</param>
/// <param name="Gradients">What kinds of gradients there were; those that were not finite were skipped.</param>
/// <param name="Interrupted">Whether it was ended early.</param>
/// <param name="ParametersSha256">Digest of the trained parameters.</param>
internal sealed record TrainingReport(
    TrainSettings Settings, string Model, long Parameters, int Threads, IReadOnlyList<EpochReport> Epochs,
    ClassifierScore Score, TimeSpan Elapsed, GradientCounts Gradients, bool Interrupted, string ParametersSha256);
