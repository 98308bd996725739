namespace Adjoint.Nn;

/// <summary>Copies networks.</summary>
public static class ModuleCloning
{
    /// <summary>
    /// A deep copy: modules, parameters and buffers of its own with the same values, without gradients. What was shared
    /// within the original is shared within the copy. Other fields (settings, generators of random numbers) are taken as
    /// they are.
    /// </summary>
    /// <example><code>Net average = net.Clone();</code></example>
    public static T Clone<T>(this T module) where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        return new ModuleCopies().Of(module);
    }
}
