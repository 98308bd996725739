namespace Adjoint.Optim;

/// <summary>The types in which parameters can be stepped. Others are refused, here and nowhere else.</summary>
internal static class ParameterTypes
{
    /// <summary>Fails on a type for which there is no kernel; the message begins with what is of that type.</summary>
    public static void Check(string what, DType dtype)
    {
        if (dtype is not (DType.Float32 or DType.Float64)) throw Unsupported(what, dtype);
    }

    /// <summary>What is thrown where a kernel is chosen by type and there is none.</summary>
    public static DTypeException Unsupported(string what, DType dtype) => new(
        $"{what} is {dtype.Name()}; optimizers step float32 and float64 only: keep parameters in one of these, "
        + "and convert with To(…) where they are used.");
}
