namespace Adjoint.Core;

/// <summary>How a window moves over the spatial axes, which are the last ones.</summary>
/// <param name="Kind">What the window does, in one word, such as <c>convolution</c>.</param>
/// <param name="Kernel">Sizes of the window; null where they are those of the second input, the filters.</param>
/// <param name="Stride">Distance between neighbouring windows.</param>
/// <param name="Padding">Places before and after.</param>
/// <param name="Dilation">Distance between neighbouring places of a window.</param>
public sealed record WindowFacts(string Kind, Steps? Kernel, Steps Stride, Steps Padding, Steps Dilation)
{
    /// <summary>The one axis along which the window moves; null for all spatial axes.</summary>
    public int? Axis { get; init; }
}
