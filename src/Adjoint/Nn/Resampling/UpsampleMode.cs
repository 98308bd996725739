namespace Adjoint.Nn;

/// <summary>How an image is resized.</summary>
public enum UpsampleMode
{
    /// <summary>The nearest element.</summary>
    Nearest,

    /// <summary>Linear interpolation along one axis.</summary>
    Linear,

    /// <summary>Linear interpolation along two axes.</summary>
    Bilinear,

    /// <summary>Cubic interpolation along two axes.</summary>
    Bicubic,

    /// <summary>Linear interpolation along three axes.</summary>
    Trilinear,
}
