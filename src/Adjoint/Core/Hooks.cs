namespace Adjoint.Core;

/// <summary>Functions of the user's that are called at some event, in the order in which they were added.</summary>
internal sealed class Hooks<T> where T : Delegate
{
    private readonly Lock gate = new();
    private T[] all = [];

    /// <summary>The functions of this moment: adding and removing makes another array.</summary>
    public T[] All => all;

    /// <summary>Adds a function, until the result is disposed.</summary>
    public IDisposable Add(T hook)
    {
        lock (gate) all = [.. all, hook];
        return new Handle(this, hook);
    }

    private void Remove(T hook)
    {
        lock (gate)
        {
            int index = Array.FindIndex(all, other => ReferenceEquals(other, hook));
            if (index >= 0) all = [.. all[..index], .. all[(index + 1)..]];
        }
    }

    private sealed class Handle(Hooks<T> hooks, T hook) : IDisposable
    {
        private bool disposed;

        public void Dispose()
        {
            // The same function may have been added twice, and each handle takes one of them away.
            if (disposed) return;
            disposed = true;
            hooks.Remove(hook);
        }
    }
}
