namespace Adjoint;

/// <summary>How a quotient is rounded to a whole number.</summary>
public enum RoundingMode
{
    /// <summary>Down, as <c>//</c> of Python.</summary>
    Floor,

    /// <summary>Towards 0, as integers are divided in C#.</summary>
    Trunc,
}
