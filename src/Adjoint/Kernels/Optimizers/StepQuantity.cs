namespace Adjoint.Kernels;

/// <summary>The quantities of an optimizer's step that a lens can be shown.</summary>
internal enum StepQuantity
{
    /// <summary>g as the rule got it: scaled, clipped, turned round to climb; before weight decay.</summary>
    Gradient,

    /// <summary>m: the average of gradients, or the velocity.</summary>
    M,

    /// <summary>v: the average, sum or maximum of squares.</summary>
    V,

    /// <summary>m without the bias of its start at 0, or what stands for it in the numerator.</summary>
    MHat,

    /// <summary>v without the bias of its start at 0: what is under the root.</summary>
    VHat,

    /// <summary>What the numerator is divided by.</summary>
    Denominator,

    /// <summary>What the gradients took off the parameter.</summary>
    Update,

    /// <summary>What weight decay took off the parameter; the two sum to the whole step.</summary>
    Decay,

    /// <summary>θ after the step.</summary>
    Value,
}
