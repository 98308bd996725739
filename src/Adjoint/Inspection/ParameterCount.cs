namespace Adjoint.Inspection;

/// <summary>A model's parameters, each counted once however often it is used.</summary>
/// <param name="Total">All.</param>
/// <param name="Trainable">Those that require a gradient.</param>
/// <param name="Convolution">Those of layers that convolve.</param>
/// <param name="Linear">Those of layers that multiply by a matrix: the fully connected ones.</param>
/// <param name="Other">All others: normalisation, embeddings, what is used directly.</param>
public sealed record ParameterCount(long Total, long Trainable, long Convolution, long Linear, long Other)
{
    /// <summary>Convolution against fully connected; null if nothing is fully connected.</summary>
    public double? Ratio => Linear == 0 ? null : (double)Convolution / Linear;
}
