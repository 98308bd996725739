namespace Adjoint.Ops;

/// <summary>Inputs of a kernel that falls back on tensor operations.</summary>
internal static class Detached
{
    /// <summary>The tensors outside of any graph.</summary>
    public static Tensor[] Of(ReadOnlySpan<Tensor> x)
    {
        var detached = new Tensor[x.Length];
        for (int i = 0; i < detached.Length; i++) detached[i] = x[i].Detach();
        return detached;
    }
}
