namespace Adjoint.Symbolic;

/// <summary>
/// The order of leaves: named constants, then variables by name, then what has no name, as it comes first when the formulas
/// are read from left to right.
/// </summary>
internal sealed class VariableOrder
{
    private readonly Dictionary<Tensor, int> ranks = new(ReferenceEqualityComparer.Instance);

    public VariableOrder(ReadOnlySpan<Tensor> roots)
    {
        var leaves = new List<Tensor>();
        var met = new HashSet<Value>();
        var waiting = new Stack<Tensor>();
        for (int i = roots.Length - 1; i >= 0; i--) waiting.Push(roots[i]);
        while (waiting.TryPop(out Tensor? tensor))
        {
            if (!met.Add(tensor.Value)) continue;
            if (tensor.Creator is not { } call) leaves.Add(tensor);
            else
                for (int i = call.Inputs.Length - 1; i >= 0; i--) waiting.Push(call[i]);
        }

        foreach (Tensor leaf in leaves.OrderBy(x => x.Name is null).ThenBy(x => x.IsSymbolic).ThenBy(x => x.Name, StringComparer.Ordinal))
            ranks.Add(leaf, ranks.Count);
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
