using Adjoint.Core;
using Adjoint.Ops;

namespace Adjoint.Inspection;

/// <summary>Finds how much is live at once, if each tensor's memory is given up after its last use.</summary>
internal static class Liveness
{
    /// <summary>The most bytes of the calls' results that are live at once.</summary>
    /// <param name="calls">The calls in the order in which they are made.</param>
    /// <param name="kept">Results that stay to the end.</param>
    public static long Peak(IReadOnlyList<Call> calls, IEnumerable<Tensor> kept)
    {
        var last = new Dictionary<Call, int>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < calls.Count; i++)
        {
            last[Owner(calls[i])] = i;
            foreach (Tensor x in calls[i].Inputs)
                if (x.Creator is { } creator) last[Owner(creator)] = i;
        }

        foreach (Tensor tensor in kept)
            if (tensor.Creator is { } creator) last[Owner(creator)] = calls.Count;
        var ending = new List<Call>[calls.Count + 1];
        foreach ((Call call, int at) in last) (ending[at] ??= []).Add(call);
        long live = 0;
        long peak = 0;
        for (int i = 0; i < calls.Count; i++)
        {
            live += Bytes(calls[i]);
            peak = Math.Max(peak, live);
            foreach (Call call in ending[i] ?? []) live -= Bytes(call);
        }

        return peak;
    }

    /// <summary>Bytes of the memory that a call takes: none for a view.</summary>
    public static long Bytes(Call call) => IsView(call.Op) ? 0 : (long)call.Spec.Shape.Count * call.Spec.DType.Size();

    /// <summary>The call in whose memory a result lies: views share that of what they were taken from.</summary>
    private static Call Owner(Call call)
    {
        while (IsView(call.Op) && call[0].Creator is { } creator) call = creator;
        return call;
    }

    private static bool IsView(Op op) => op is LinearView or Reshape;
}
