namespace Adjoint;

/// <summary>Which axes of a grid belong to which vector.</summary>
public enum MeshIndexing
{
    /// <summary>As of a matrix: the first vector runs along the first axis.</summary>
    Ij,

    /// <summary>As of a plane: the first vector runs along the second axis, and the second along the first.</summary>
    Xy,
}
