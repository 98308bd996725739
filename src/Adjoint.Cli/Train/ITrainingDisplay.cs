using Adjoint.Nn;

namespace Adjoint.Cli;

/// <summary>Shows a training while it runs. Nothing of it goes to standard output.</summary>
internal interface ITrainingDisplay
{
    /// <summary>Runs the training within the display.</summary>
    TrainingReport Around(Func<TrainingReport> run);

    /// <summary>The data is there and the first step comes.</summary>
    void Begin(TrainSettings settings, Module model, int trainSamples, int testSamples);

    /// <summary>A step was taken.</summary>
    /// <param name="soFar">The epoch up to here.</param>
    /// <param name="done">Share of the whole training that is done, 0 to 1.</param>
    /// <param name="left">Time left, as far as one can tell.</param>
    void Step(EpochReport soFar, double done, TimeSpan left);

    /// <summary>An epoch is over, or as much of it as there was time for.</summary>
    void EndEpoch(EpochReport epoch);
}
