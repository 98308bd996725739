namespace Adjoint.Nn;

/// <summary>Which fan an initializer scales by: PyTorch's <c>mode</c>.</summary>
public enum FanMode
{
    /// <summary>The numbers that flow into an output: keeps the variance of the forward pass.</summary>
    FanIn,

    /// <summary>The outputs that a number flows into: keeps the variance of the backward pass.</summary>
    FanOut,
}
