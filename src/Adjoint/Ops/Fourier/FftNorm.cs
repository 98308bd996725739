namespace Adjoint;

/// <summary>Where the factor 1/n of a Fourier transform and its inverse stands: PyTorch's <c>norm</c>.</summary>
public enum FftNorm
{
    /// <summary>At the inverse.</summary>
    Backward,

    /// <summary>1/√n at both, which are then orthogonal.</summary>
    Ortho,

    /// <summary>At the transform.</summary>
    Forward,
}
