namespace Adjoint;

/// <summary>How values between the elements of an image are found.</summary>
public enum GridSampleMode
{
    /// <summary>Linear interpolation along each axis: bilinear, or trilinear for three axes.</summary>
    Bilinear,

    /// <summary>The nearest element; between two the even one.</summary>
    Nearest,

    /// <summary>Cubic interpolation along two axes.</summary>
    Bicubic,
}

/// <summary>What lies outside of an image that is sampled.</summary>
public enum GridSamplePadding
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The border.</summary>
    Border,

    /// <summary>The image mirrored at its border, over and over.</summary>
    Reflection,
}
