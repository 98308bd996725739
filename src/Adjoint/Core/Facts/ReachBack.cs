namespace Adjoint.Core;

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
    /// <param name="followed">The values to which places are followed back; all if not given.</param>
    public static Dictionary<Value, Extent[]> From(
        IReadOnlyList<Call> calls, Tensor result, Extent[] places, int last = int.MaxValue, bool withBorders = false,
        IReadOnlySet<Value>? followed = null)
    {
        var reached = new Dictionary<Value, Extent[]> { [result.Value] = places };
        for (int i = Math.Min(last, calls.Count - 1); i >= 0; i--)
        {
            Call call = calls[i];
            for (int output = 0; output < call.Specs.Count; output++)
            {
                if (!reached.TryGetValue(new Value(call, output), out Extent[]? of)) continue;
                for (int input = 0; input < call.Inputs.Length; input++)
                {
                    Tensor x = call[input];
                    if (followed?.Contains(x.Value) == false) continue;
                    Extent[] reach = Reach(call, output, input, of, withBorders) ?? Unknown(x.Rank);
                    if (reached.TryGetValue(x.Value, out Extent[]? before))
                        for (int axis = 0; axis < reach.Length; axis++) reach[axis] = reach[axis].Union(before[axis]);
                    reached[x.Value] = reach;
                }
            }
        }

        return reached;
    }

    /// <summary>Operations say it of their first result; of the others everything counts.</summary>
    private static Extent[]? Reach(Call call, int output, int input, Extent[] of, bool withBorders) =>
        output > 0 ? null : withBorders ? call.Op.ReachWithin(call, input, of) : call.Op.Reach(call, input, of);

    private static Extent[] Unknown(int rank)
    {
        var reach = new Extent[rank];
        Array.Fill(reach, Extent.Whole);
        return reach;
    }
}
