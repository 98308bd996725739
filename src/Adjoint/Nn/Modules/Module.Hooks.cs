namespace Adjoint.Nn;

public abstract partial class Module
{
    /// <summary>What wants to see this module's passes; null for most.</summary>
    internal ModuleHooks? Hooks { get; private set; }

    /// <summary>
    /// Has a function see the input before the module runs. Hooks run wherever a module is run by <see cref="Call"/>, and
    /// around a <see cref="Layer"/> always.
    /// </summary>
    /// <param name="hook">Gets the module and its input; returns another input to take its place, or null.</param>
    /// <returns>Dispose it to take the hook away.</returns>
    public IDisposable RegisterForwardPreHook(Func<Module, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return (Hooks ??= new()).Before.Add(hook);
    }

    /// <summary>Has a function see input and output after the module ran.</summary>
    /// <param name="hook">Gets the module, its input and its output; returns another output to take its place, or null.</param>
    /// <returns>Dispose it to take the hook away.</returns>
    public IDisposable RegisterForwardHook(Func<Module, Tensor, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return (Hooks ??= new()).After.Add(hook);
    }

    /// <summary>Has a function see the gradients when a backward pass has gone through the module.</summary>
    /// <param name="hook">
    /// Gets the module, the gradient of its input (null if the input does not require one) and that of its output; returns
    /// another gradient of the input to go on in its place, or null.
    /// </param>
    /// <returns>Dispose it to take the hook away from later runs of the module.</returns>
    public IDisposable RegisterBackwardHook(Func<Module, Tensor?, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return (Hooks ??= new()).Backward.Add(hook);
    }
}
