namespace Adjoint;

/// <summary>How an image is resized.</summary>
public enum UpsampleMode
{
    /// <summary>The nearest element, by the position ⌊o·input/output⌋.</summary>
    Nearest,

    /// <summary>Linear interpolation along one axis.</summary>
    Linear,

    /// <summary>Linear interpolation along two axes.</summary>
    Bilinear,

    /// <summary>Cubic interpolation along two axes.</summary>
    Bicubic,

    /// <summary>Linear interpolation along three axes.</summary>
    Trilinear,

    /// <summary>The mean of the elements that a result covers: an adaptive average pool.</summary>
    Area,

    /// <summary>The nearest element by the centres of pixels, as other libraries for images have it.</summary>
    NearestExact,
}
