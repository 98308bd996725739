namespace Adjoint.Optim;

/// <summary>What an optimizer does with a gradient of a certain kind.</summary>
public enum GradientChoice
{
    /// <summary>Steps with it like with any other.</summary>
    Step,

    /// <summary>Leaves the parameter and its state as they are.</summary>
    Skip,

    /// <summary>Fails before anything is changed.</summary>
    Fail,
}
