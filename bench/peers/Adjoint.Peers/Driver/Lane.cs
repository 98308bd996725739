using System.Text.Json.Nodes;

namespace Adjoint.Peers.Driver;

/// <summary>What one participant has measured, round by round.</summary>
internal sealed class Lane
{
    private readonly List<double> accuracies = [];

    public List<double> Milliseconds { get; } = [];

    public Spread Time => Spread.Of(Milliseconds);

    public double PeakBytes { get; private set; }

    public double? Accuracy => accuracies.Count == 0 ? null : accuracies.Average();

    public void Add(JsonObject answer)
    {
        Milliseconds.Add(answer["milliseconds"]!.GetValue<double>());
        PeakBytes = Math.Max(PeakBytes, answer["peakBytes"]?.GetValue<double>() ?? 0);
        if (answer["findings"]?["accuracy"] is { } accuracy) accuracies.Add(accuracy.GetValue<double>());
    }
}
