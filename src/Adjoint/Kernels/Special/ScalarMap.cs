namespace Adjoint.Kernels;

/// <summary>A function of one number in double precision, for functions that branch too much for vectors.</summary>
internal interface IScalarFunction
{
    /// <summary>The function.</summary>
    double Of(double x);
}

/// <summary>A function of two numbers in double precision.</summary>
internal interface IScalarCombination
{
    /// <summary>The function.</summary>
    double Of(double a, double b);
}

/// <summary>Applies a function of double precision to rows; floats are widened, and the results rounded.</summary>
internal static class ScalarMap
{
    /// <summary>y[i] = f(x[i]).</summary>
    public static void Run<T, TFunction>(ReadOnlySpan<T> x, Span<T> y, TFunction function)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IScalarFunction
    {
        KernelType.RequireReal<T>(nameof(ScalarMap));
        for (int i = 0; i < x.Length; i++) y[i] = T.CreateTruncating(function.Of(double.CreateTruncating(x[i])));
    }

    /// <summary>y[i] = f(a[i], b[i]).</summary>
    public static void Run<T, TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, TFunction function)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IScalarCombination
    {
        KernelType.RequireReal<T>(nameof(ScalarMap));
        for (int i = 0; i < y.Length; i++)
            y[i] = T.CreateTruncating(function.Of(double.CreateTruncating(a[i]), double.CreateTruncating(b[i])));
    }
}
