namespace Adjoint.Kernels;

/// <summary>What a kernel that is written type by type throws for a type it lacks.</summary>
internal static class KernelType
{
    /// <summary>The exception to throw.</summary>
    /// <param name="kernel">The kernel's name.</param>
    /// <returns>An exception that names the kernel and the type.</returns>
    public static NotSupportedException Unsupported<T>(string kernel) => new($"{kernel}: there is no kernel for {typeof(T).Name}.");
}
