namespace Adjoint.Nn;

/// <summary>What follows a layer, and by how much its weights must be larger to make up for it.</summary>
public enum Nonlinearity
{
    /// <summary>Nothing: 1.</summary>
    Linear,

    /// <summary>The sigmoid: 1.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent: 5/3.</summary>
    Tanh,

    /// <summary>max(x, 0): √2.</summary>
    ReLU,

    /// <summary>The leaky ReLU of slope a: √(2/(1 + a²)).</summary>
    LeakyReLU,

    /// <summary>The scaled ELU: 3/4.</summary>
    SELU,
}
