using Adjoint.Memory;

namespace Adjoint.Core;

/// <summary>
/// Runs a function on every slice of a batch at once: the function is captured on one symbolic slice, and its calls are
/// replayed on the whole batch by their batching rules. The replay is ordinary operations, so it is recorded and
/// differentiated like anything else, and a capture within a capture nests.
/// </summary>
internal static class Batching
{
    /// <summary>The function over inputs of which some are batches, the batch their first axis.</summary>
    /// <returns>The results, each with the batch as its first axis.</returns>
    public static Tensor[] Map(
        string operation, Func<Tensor[], Tensor[]> function, ReadOnlySpan<Tensor> x, ReadOnlySpan<bool> batches, int size,
        Randomness randomness = Randomness.Error)
    {
        var known = new Dictionary<Value, Tensor>();
        var slices = new Tensor[x.Length];
        for (int i = 0; i < slices.Length; i++) slices[i] = batches[i] ? Slice(x[i], known) : x[i];
        Tensor[] outputs;
        bool outer = Storage.IsCapturing;
        Storage.IsCapturing = true; // what the function makes may come to stand for a slice
        try
        {
            using (new BatchDraws(operation, randomness, size, known).Enter()) outputs = function(slices);
        }
        finally
        {
            Storage.IsCapturing = outer;
        }

        IReadOnlyList<Call> calls = CallOrder.Behind(outputs, value => value.Call!.IsCaptured && !known.ContainsKey(value));
        foreach (Call call in calls) Replay(operation, call, known, size);
        return Array.ConvertAll(outputs, y => Known(y, known) ?? Expand(y, size));
    }

    /// <summary>The same on behalf of an operation's rule.</summary>
    public static Tensor[] Map(Op op, Func<Tensor[], Tensor[]> function, BatchInputs x)
    {
        var inputs = new Tensor[x.Count];
        var batches = new bool[x.Count];
        for (int i = 0; i < inputs.Length; i++) (inputs[i], batches[i]) = (x[i], x.IsBatch(i));
        return Map(op.Name, function, inputs, batches, x.Size);
    }

    /// <summary>One value for all slices, as a batch of stride 0.</summary>
    public static Tensor Expand(Tensor x, int size) => x.Unsqueeze(0).Expand(x.Shape.Prepend(size));

    /// <summary>A symbolic tensor that stands for any slice of the batch.</summary>
    public static Tensor Slice(Tensor batch, Dictionary<Value, Tensor> known)
    {
        // Made by a call, so that its place in the graph is known even after Detach.
        Tensor leaf = Tensor.Symbolic(Shape.Create(batch.Shape.Span[1..]), batch.DType).WithGrad(batch.DType.IsFloatingPoint());
        Tensor slice = Tensor.Placeholder(leaf.Spec, leaf.Alias().Creator, 0);
        known.Add(slice.Value, batch);
        return slice;
    }

    /// <summary>The batch that a captured tensor stands for, or null if it depends on none.</summary>
    private static Tensor? Known(Tensor tensor, Dictionary<Value, Tensor> known)
    {
        if (!known.TryGetValue(tensor.Value, out Tensor? batch)) return null;
        // Detached within the function, or computed in a no-grad scope there.
        return batch.RequiresGrad && !tensor.RequiresGrad ? batch.Detach() : batch;
    }

    private static void Replay(string operation, Call call, Dictionary<Value, Tensor> known, int size)
    {
        ReadOnlySpan<Tensor> inputs = call.Inputs;
        var x = new Tensor[inputs.Length];
        var batches = new bool[inputs.Length];
        bool any = false;
        for (int i = 0; i < x.Length; i++)
        {
            Tensor? batch = Known(inputs[i], known);
            x[i] = batch ?? inputs[i];
            any |= batches[i] = batch is not null;
        }

        // What depends on no slice stays what it was, a constant or part of a capture further out.
        if (!any) return;
        Tensor[] y = size == 0 ? Nothing(call) : call.Op.BatchAll(new BatchInputs(x, batches, size)) ?? throw new GraphException(
                $"{operation}: {call.Op.Name} has no batching rule. Override OnBatch or Batch in {call.Op.GetType().Name}, "
                + "or call the function for each slice and Stack the results.");
        for (int i = 0; i < y.Length; i++)
        {
            System.Diagnostics.Debug.Assert(
                y[i].Shape == call.Specs[i].Shape.Prepend(size) && y[i].DType == call.Specs[i].DType, call.Op.Name);
            known.Add(new Value(call, i), y[i]);
        }
    }

    /// <summary>The results for a batch of no slices.</summary>
    private static Tensor[] Nothing(Call call) =>
        [.. Enumerable.Range(0, call.Specs.Count).Select(i => Tensor.Zeros(call.Specs[i].Shape.Prepend(0), call.Specs[i].DType))];
}
