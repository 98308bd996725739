namespace Adjoint.Training;

/// <summary>Is told how a training goes, on the thread that trains. What is not of interest may be left out.</summary>
public interface ITrainingObserver
{
    /// <summary>A step was made.</summary>
    /// <param name="progress">How far the training is.</param>
    void OnStep(TrainingProgress progress) { }

    /// <summary>An epoch is over, or as much of it as there was time for.</summary>
    /// <param name="epoch">How it went.</param>
    void OnEpoch(EpochReport epoch) { }
}
