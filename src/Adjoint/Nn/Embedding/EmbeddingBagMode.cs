namespace Adjoint.Nn;

/// <summary>How the vectors of a bag are reduced.</summary>
public enum EmbeddingBagMode
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The largest of each component.</summary>
    Max,
}
