namespace Adjoint.Inspection;

/// <summary>What a model needs of memory, from the captured graph, in bytes.</summary>
/// <param name="Parameters">Parameters and buffers.</param>
/// <param name="Activations">All tensors that a forward pass makes; views of others are not counted.</param>
/// <param name="PeakInference">The most that is live at once in a forward pass that records nothing, parameters included.</param>
/// <param name="PeakGradients">
/// The most that is live at once in a training step before the optimizer: parameters, what the backward pass keeps, and
/// the gradients.
/// </param>
public sealed record MemoryEstimate(long Parameters, long Activations, long PeakInference, long PeakGradients)
{
    /// <summary>The most that is live at once in a training step whose optimizer keeps so many numbers for each parameter.</summary>
    /// <param name="trainableBytes">Bytes of the parameters that are trained.</param>
    /// <param name="moments">0 for plain SGD, 1 with momentum, 2 for Adam.</param>
    public long PeakTraining(long trainableBytes, int moments) => PeakGradients + (moments * trainableBytes);
}
