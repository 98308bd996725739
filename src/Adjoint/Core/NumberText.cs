namespace Adjoint.Core;

/// <summary>How numbers of a type are written in formulas.</summary>
internal static class NumberText
{
    /// <summary>A number with as many digits as tell it from its neighbours of the same type.</summary>
    public static string Write(this DType dtype, double value) => dtype switch
    {
        DType.Float16 => MathNotation.Number(value, ((Half)value).ToString("R", CultureInfo.InvariantCulture)),
        DType.BFloat16 => MathNotation.Number(value, ((BFloat16)value).ToString()),
        DType.Float32 => MathNotation.Number(value, ((float)value).ToString("R", CultureInfo.InvariantCulture)),
        _ => MathNotation.Number(value), // integers too: a double is what they were read as
    };
}
