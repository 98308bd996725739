using Adjoint.Core;

namespace Adjoint.Symbolic;

/// <summary>The order of leaves: as they come first when the formulas are read from left to right.</summary>
internal sealed class LeafOrder
{
    private readonly Dictionary<Tensor, int> ranks = new(ReferenceEqualityComparer.Instance);

    public LeafOrder(ReadOnlySpan<Tensor> roots)
    {
        var met = new HashSet<Call>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<Tensor>();
        for (int i = roots.Length - 1; i >= 0; i--) waiting.Push(roots[i]);
        while (waiting.TryPop(out Tensor? tensor))
        {
            if (tensor.Creator is not { } call) ranks.TryAdd(tensor, ranks.Count);
            else if (met.Add(call))
                for (int i = call.Inputs.Length - 1; i >= 0; i--) waiting.Push(call[i]);
        }
    }

    /// <summary>The place of a leaf; one that comes up later is put at the end.</summary>
    public int this[Tensor leaf]
    {
        get
        {
            if (!ranks.TryGetValue(leaf, out int rank)) ranks.Add(leaf, rank = ranks.Count);
            return rank;
        }
    }
}
