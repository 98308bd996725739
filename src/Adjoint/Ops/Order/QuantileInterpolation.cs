namespace Adjoint;

/// <summary>Which number a quantile is that lies between two elements.</summary>
public enum QuantileInterpolation
{
    /// <summary>In proportion to the distances from both.</summary>
    Linear,

    /// <summary>The lower one.</summary>
    Lower,

    /// <summary>The higher one.</summary>
    Higher,

    /// <summary>The nearer one; in the middle that of the even rank.</summary>
    Nearest,

    /// <summary>The mean of both.</summary>
    Midpoint,
}
