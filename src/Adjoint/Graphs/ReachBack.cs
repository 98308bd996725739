using Adjoint.Core;

namespace Adjoint.Graphs;

/// <summary>Follows places of a result back through calls to the tensors it was computed from.</summary>
internal static class ReachBack
{
    /// <summary>
    /// On which places of every tensor on the way, the inputs included, the given places of a result depend. A tensor that
    /// is not in the answer has no part in the result.
    /// </summary>
    /// <param name="calls">The calls, each after those it depends on.</param>
    /// <param name="result">The result: the output of one of the calls, or a tensor before all of them.</param>
    /// <param name="places">Places along each of its axes.</param>
    /// <param name="last">The last call that can matter; all if not given.</param>
    /// <param name="withBorders">Whether to follow padding to what it repeats.</param>
    /// <param name="followed">The nodes to which places are followed back; all if not given.</param>
    public static Dictionary<object, Extent[]> From(
        IReadOnlyList<Call> calls, Tensor result, Extent[] places, int last = int.MaxValue, bool withBorders = false,
        IReadOnlySet<object>? followed = null)
    {
        var reached = new Dictionary<object, Extent[]>(ReferenceEqualityComparer.Instance) { [result.Node] = places };
        for (int i = Math.Min(last, calls.Count - 1); i >= 0; i--)
        {
            Call call = calls[i];
            if (!reached.TryGetValue(call, out Extent[]? of)) continue;
            for (int input = 0; input < call.Inputs.Length; input++)
            {
                Tensor x = call[input];
                if (followed?.Contains(x.Node) == false) continue;
                Extent[] reach = (withBorders ? call.Op.ReachWithin(call, input, of) : call.Op.Reach(call, input, of)) ?? Unknown(x.Rank);
                object key = x.Node;
                if (reached.TryGetValue(key, out Extent[]? before))
                    for (int axis = 0; axis < reach.Length; axis++) reach[axis] = reach[axis].Union(before[axis]);
                reached[key] = reach;
            }
        }

        return reached;
    }

    private static Extent[] Unknown(int rank)
    {
        var reach = new Extent[rank];
        Array.Fill(reach, Extent.Whole);
        return reach;
    }
}
