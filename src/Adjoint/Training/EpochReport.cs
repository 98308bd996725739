namespace Adjoint.Training;

/// <summary>How one epoch went, or a part of it.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Epochs">How many there are to be.</param>
/// <param name="Samples">Samples learned from.</param>
/// <param name="Loss">Mean loss on them, each before the step that learned from it.</param>
/// <param name="Accuracy">Share of right answers among them, likewise.</param>
/// <param name="TestAccuracy">Share of right answers on the test data after the epoch, if that was complete.</param>
/// <param name="Elapsed">Time spent on training.</param>
public readonly record struct EpochReport(
    int Epoch, int Epochs, int Samples, double Loss, double Accuracy, double? TestAccuracy, TimeSpan Elapsed)
{
    /// <summary>Samples learned from in a second.</summary>
    public double SamplesPerSecond => Samples / Elapsed.TotalSeconds;

    /// <summary>The epoch in a line.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {Epoch}/{Epochs}: loss {Loss:G5}, accuracy {100 * Accuracy:F2} %{Tested}, {Elapsed.TotalSeconds:F1} s");

    private string Tested => TestAccuracy is { } share ? string.Create(CultureInfo.InvariantCulture, $", test {100 * share:F2} %") : "";
}
