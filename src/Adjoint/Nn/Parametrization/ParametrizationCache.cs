using Adjoint.Memory;

namespace Adjoint.Nn;

/// <summary>Parametrized tensors that are computed once within a scope of this thread.</summary>
internal sealed class ParametrizationCache : IDisposable
{
    [ThreadStatic] private static ParametrizationCache? current;

    private readonly ParametrizationCache? outer;
    private readonly Dictionary<Reparametrization, Tensor> values;
    private bool isOver;

    /// <summary>Begins; one within another shares its values.</summary>
    public ParametrizationCache()
    {
        outer = current;
        values = outer?.values ?? new Dictionary<Reparametrization, Tensor>(ReferenceEqualityComparer.Instance);
        current = this;
    }

    /// <summary>The tensor, computed now or before.</summary>
    public static Tensor Value(Reparametrization of)
    {
        if (current is not { } cache) return of.Compute();
        if (cache.values.TryGetValue(of, out Tensor? known)) return known;
        MemoryScope within = MemoryScope.Enter(tracks: false, isRecorded: true);
        Tensor value = of.Compute();
        within.Close();
        cache.values.Add(of, value);
        return value;
    }

    /// <summary>Ends.</summary>
    public void Dispose()
    {
        if (isOver) return;
        isOver = true;
        current = outer;
    }
}
