namespace Adjoint.Kernels;

/// <summary>What a <see cref="Scratch"/> buffer is for; kernels that call one another use different ones.</summary>
internal enum ScratchSlot
{
    /// <summary>Panels of a left operand.</summary>
    Left,

    /// <summary>Panels of a right operand.</summary>
    Right,

    /// <summary>Weights packed for a convolution.</summary>
    Weights,

    /// <summary>Padded images of a convolution.</summary>
    Planes,

    /// <summary>Tables of offsets.</summary>
    Offsets,

    /// <summary>Partial results that are added up in a fixed order.</summary>
    Partials,

    /// <summary>A small block private to one work item.</summary>
    Item,

    /// <summary>Rows between the operations of an elementwise chain.</summary>
    Rows,

    /// <summary>Panels and products between the steps of a factorization, or of a Fourier transform.</summary>
    Factorization,
}
