namespace Adjoint.Nn;

/// <summary>Cloning of modules.</summary>
public static class ModuleCloning
{
    /// <summary>
    /// A deep copy: its own modules, parameters and buffers with the same values, without gradients. What is shared within the
    /// original is shared within the copy. Other fields (settings, random generators) are shared with the original.
    /// </summary>
    /// <typeparam name="T">The type of the module.</typeparam>
    /// <param name="module">The module to copy.</param>
    /// <returns>The copy.</returns>
    /// <example><code>Net average = net.Clone();</code></example>
    public static T Clone<T>(this T module) where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        return ModuleCloner.CloneAll(module);
    }
}
