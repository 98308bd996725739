using Adjoint.Nn;
using Adjoint.Training;

namespace Adjoint.Cli;

/// <summary>Shows a training while it runs. Nothing of it goes to standard output.</summary>
internal interface ITrainingDisplay : ITrainingObserver
{
    /// <summary>Runs the training within the display.</summary>
    TrainRun Around(Func<TrainRun> run);

    /// <summary>The data is there and the first step comes.</summary>
    void Begin(TrainSettings settings, Module model, int trainSamples, int testSamples);
}
