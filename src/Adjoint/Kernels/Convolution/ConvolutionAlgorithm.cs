namespace Adjoint.Kernels;

/// <summary>How a result of a convolution is computed.</summary>
internal enum ConvolutionAlgorithm
{
    /// <summary>A matrix product whose image operand is read in place from padded planes.</summary>
    Direct,

    /// <summary>The gradient of the weights as dot products along the output's lines.</summary>
    DotProducts,

    /// <summary>A matrix product of an image whose windows do not overlap, so that it is no larger unrolled.</summary>
    Gemm,

    /// <summary>A matrix product of an image that is unrolled with its overlaps (im2col).</summary>
    UnrolledGemm,

    /// <summary>Winograd's minimal filtering.</summary>
    Winograd,

    /// <summary>One filter for each channel, with vectors along the channels.</summary>
    Depthwise,
}
