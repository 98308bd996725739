namespace Adjoint.Nn;

public abstract partial class Recurrent
{
    /// <summary>Runs over packed sequences, from zeros if no state is given; states are in the order in which they were given.</summary>
    private protected (PackedSequence Output, Tensor[] State) Run(PackedSequence x, Tensor[]? initial)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var _ = EnterScope();
        int[] sizes = x.Checked(Kind);
        if (x.Data.Rank != 2 || x.Data.Shape[1] != inputs)
            throw new ShapeException($"{Kind}: takes packed sequences of {inputs} features, [steps, {inputs}], not {x.Data.Shape}.");
        initial = States(sizes[0], x.Data.DType, initial);
        if (x.SortedIndices is { } sorted) initial = [.. initial.Select(state => state.IndexSelect(1, sorted))];
        (Tensor output, Tensor[] last) = Layers(
            x.Data, initial, (y, state, place, backwards) => Through(y, sizes, state, place, backwards));
        if (x.UnsortedIndices is { } unsorted) last = [.. last.Select(state => state.IndexSelect(1, unsorted))];
        return (x with { Data = output }, last);
    }

    /// <summary>A layer in one direction over steps of which fewer and fewer sequences have one.</summary>
    private (Tensor Output, Tensor[] State) Through(Tensor x, int[] sizes, Tensor[] initial, int place, bool backwards)
    {
        Weights own = WeightsAt(place);
        Tensor[] steps = x.Linear(own.Input, own.InputBias).Split(sizes);
        var outputs = new Tensor[steps.Length];
        var ended = new List<Tensor[]>(); // the last states of sequences, the shortest first
        int rows = backwards ? sizes[^1] : sizes[0];
        Tensor[] state = Rows(initial, 0, rows);
        for (int i = 0; i < steps.Length; i++)
        {
            int t = backwards ? steps.Length - 1 - i : i;
            int count = sizes[t];
            if (count < rows)
            {
                ended.Add(Rows(state, count, rows - count));
                state = Rows(state, 0, count);
            }
            else if (count > rows)
            {
                // Sequences that end here begin with their own state.
                Tensor[] more = Rows(initial, rows, count - rows);
                state = [.. state.Select((tensor, s) => Tensor.Concat([tensor, more[s]]))];
            }

            rows = count;
            state = StepOnce(steps[t], state, own);
            outputs[t] = state[0];
        }

        ended.Add(state);
        ended.Reverse();
        Tensor[] last = [.. Enumerable.Range(0, state.Length).Select(s => Tensor.Concat([.. ended.Select(part => part[s])]))];
        return (Tensor.Concat(outputs), last);
    }

    private static Tensor[] Rows(Tensor[] state, int start, int count) => [.. state.Select(tensor => tensor.Narrow(0, start, count))];
}
