namespace Adjoint.Kernels;

/// <summary>Kernels for float and double check the type where they are entered: in their loops a throw would cost registers.</summary>
internal static class KernelType
{
    /// <summary>Returns if T is float or double; a constant to the compiler.</summary>
    /// <exception cref="NotSupportedException">T is another type.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireReal<T>(string kernel)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"{kernel}: there is no kernel for {typeof(T).Name}.");
    }
}
