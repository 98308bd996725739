namespace Adjoint.Nn;

/// <summary>Along which direction variances are kept.</summary>
public enum Fan
{
    /// <summary>Forwards: by the numbers that flow into an output.</summary>
    In,

    /// <summary>Backwards: by the outputs that a number flows into.</summary>
    Out,
}
