using Adjoint.Memory;

namespace Adjoint.Nn;

/// <summary>The function between the two linear layers of a transformer's layer.</summary>
internal static class FeedForward
{
    /// <summary>Applies it; max(·, 0) if none is given.</summary>
    public static Tensor Activate(Tensor x, Func<Tensor, Tensor>? activation)
    {
        if (activation is null) return x.Relu();
        if (activation.Method.Module == typeof(FeedForward).Module) return activation(x);

        // Code that is not the library's may keep what it sees.
        MemoryScope.Show(x.Block);
        MemoryScope within = MemoryScope.Enter(tracks: false, isRecorded: true);
        Tensor y = activation(x);
        within.Close();
        return y;
    }
}
