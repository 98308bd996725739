namespace Adjoint.Kernels;

/// <summary>Which face of a convolution is computed.</summary>
internal enum ConvolutionResult
{
    /// <summary>The convolution itself.</summary>
    Output,

    /// <summary>The gradient of its input.</summary>
    Input,

    /// <summary>The gradient of its weights.</summary>
    Filter,
}
