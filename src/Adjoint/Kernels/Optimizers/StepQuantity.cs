namespace Adjoint.Kernels;

/// <summary>The quantities of an optimizer's step that an observer can be shown, as the optimizer's step trace explains them.</summary>
internal enum StepQuantity
{
    Gradient,
    M,
    V,
    MHat,
    VHat,
    Denominator,
    Update,
    Decay,
    Value,
}
