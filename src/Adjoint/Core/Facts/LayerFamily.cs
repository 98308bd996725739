namespace Adjoint.Core;

/// <summary>Kinds of layers whose parameters are counted apart.</summary>
public enum LayerFamily
{
    /// <summary>Any other.</summary>
    Other,

    /// <summary>Convolutions, transposed ones too.</summary>
    Convolution,

    /// <summary>Products with a matrix: fully connected layers.</summary>
    Product,
}
