namespace Adjoint;

/// <summary>How values that are scattered to one place are put together there.</summary>
public enum ScatterReduction
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their product.</summary>
    Prod,

    /// <summary>Their mean; of integers rounded down.</summary>
    Mean,

    /// <summary>The largest; NaN if one is.</summary>
    Amax,

    /// <summary>The smallest; NaN if one is.</summary>
    Amin,
}
