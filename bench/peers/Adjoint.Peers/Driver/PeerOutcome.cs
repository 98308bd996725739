namespace Adjoint.Peers.Driver;

/// <summary>A peer's side of an outcome.</summary>
/// <param name="Peer">Who.</param>
/// <param name="Milliseconds">Its time of one run.</param>
/// <param name="Ratio">Its time over Adjoint's, round by round.</param>
/// <param name="Difference">Largest difference of Adjoint's outputs from its, over the root of their mean square.</param>
/// <param name="Error">Its own largest difference from the float64 referee.</param>
/// <param name="PeakBytes">Peak resident memory, where the row has its own process.</param>
/// <param name="Accuracy">Mean accuracy over the seeds.</param>
internal sealed record PeerOutcome(
    string Peer, Spread Milliseconds, Spread Ratio, double? Difference, double? Error, double? PeakBytes, double? Accuracy);
