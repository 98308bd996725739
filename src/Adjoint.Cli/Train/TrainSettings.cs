using Adjoint.Models;
using Adjoint.Optim;

namespace Adjoint.Cli;

/// <summary>What to train, and how.</summary>
/// <param name="Workload">The data.</param>
/// <param name="Model">The network.</param>
/// <param name="DataDirectory">Where the data is, if it is not embedded.</param>
/// <param name="Epochs">How often to go through the training data.</param>
/// <param name="BatchSize">Samples per step.</param>
/// <param name="Optimizer">Name of the optimizer.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Schedule">The learning rate from step to step.</param>
/// <param name="Warmup">Steps of warm-up before the schedule.</param>
/// <param name="Clip">Longest gradient; null for any.</param>
/// <param name="Ema">The share that an average of the parameters keeps at each step; null for no average.</param>
/// <param name="Seed">What all random numbers depend on.</param>
internal sealed record TrainSettings(
    Workload Workload, ModelEntry Model, string? DataDirectory, int Epochs, int BatchSize, string Optimizer, UpdateRule Rule, ScheduleChoice Schedule,
    int Warmup, double? Clip, double? Ema, ulong Seed)
{
    /// <summary>Makes the network for the data's images and classes.</summary>
    public Nn.Module Build(Generator random) => Model.BuildFor(
        Workload.Size, new ModelOptions { Classes = Workload.ClassNames.Count, Channels = 1, Random = random });
}
