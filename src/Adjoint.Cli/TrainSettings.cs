namespace Adjoint.Cli;

/// <summary>What to train, and how.</summary>
/// <param name="Workload">Data and network.</param>
/// <param name="DataDirectory">Where the data is, if it is not embedded.</param>
/// <param name="Epochs">How often to go through the training data.</param>
/// <param name="BatchSize">Samples per step.</param>
/// <param name="Optimizer">The rule of the step.</param>
/// <param name="LearningRate">Length of the step.</param>
/// <param name="Seed">What all random numbers depend on.</param>
internal sealed record TrainSettings(
    Workload Workload, string? DataDirectory, int Epochs, int BatchSize, OptimizerChoice Optimizer, double LearningRate,
    ulong Seed);
