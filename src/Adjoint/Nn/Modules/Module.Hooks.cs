namespace Adjoint.Nn;

public abstract partial class Module
{
    /// <summary>The hooks of this module; null if it never had any.</summary>
    internal ModuleHooks? Hooks { get; private set; }

    /// <summary>
    /// Registers a function that gets the input before the module runs. Hooks run when a module is run by <see cref="Call"/>; those
    /// of a <see cref="Layer"/> also when it is run by <see cref="Forward"/>.
    /// </summary>
    /// <param name="hook">Gets the module and its input; returns a replacement for the input, or null.</param>
    /// <returns>Dispose it to remove the hook.</returns>
    public IDisposable RegisterForwardPreHook(Func<Module, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return (Hooks ??= new()).Before.Add(hook);
    }

    /// <summary>Registers a function that gets input and output after the module ran.</summary>
    /// <param name="hook">Gets the module, its input and its output; returns a replacement for the output, or null.</param>
    /// <returns>Dispose it to remove the hook.</returns>
    public IDisposable RegisterForwardHook(Func<Module, Tensor, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return (Hooks ??= new()).After.Add(hook);
    }

    /// <summary>Registers a function that gets the gradients after a backward pass through the module.</summary>
    /// <param name="hook">
    /// Gets the module, the gradient of its input (null if the input does not require one) and that of its output; returns a
    /// replacement for the gradient of the input, or null.
    /// </param>
    /// <returns>Dispose it to remove the hook from later runs of the module.</returns>
    public IDisposable RegisterFullBackwardHook(Func<Module, Tensor?, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return (Hooks ??= new()).Backward.Add(hook);
    }
}
