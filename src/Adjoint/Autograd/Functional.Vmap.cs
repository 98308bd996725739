namespace Adjoint;

public static partial class Functional
{
    /// <summary>
    /// The function on each slice of a batch at once: as if called for each and the results stacked, but as operations on the whole batch.
    /// </summary>
    /// <param name="func">
    /// A function of one slice. It runs once, on a symbolic tensor: it may read shapes and not values, and must not change
    /// what it reads from outside.
    /// </param>
    /// <param name="inAxis">Which axis of the argument is the batch.</param>
    /// <param name="outAxis">Where the batch goes in the result.</param>
    /// <param name="randomness">What random tensors are that the function draws.</param>
    /// <returns>A function of the batch, which composes with the others of this class and with itself.</returns>
    /// <exception cref="GraphException">When called: an operation has no batching rule, which the message names.</exception>
    public static Func<Tensor, Tensor> Vmap(
        Func<Tensor, Tensor> func, int inAxis = 0, int outAxis = 0, Randomness randomness = Randomness.Error)
    {
        Func<Tensor[], Tensor[]> mapped = Vmap(Listed(func), [inAxis], [outAxis], randomness);
        return x => mapped([x])[0];
    }

    /// <summary>A function of two tensors on each two slices at once.</summary>
    /// <param name="func">A function of one slice of each.</param>
    /// <param name="firstAxis">Which axis of the first argument is the batch; null if all slices share that argument.</param>
    /// <param name="secondAxis">The same for the second.</param>
    /// <param name="outAxis">Where the batch goes in the result.</param>
    /// <param name="randomness">What random tensors are that the function draws.</param>
    /// <inheritdoc cref="Vmap(Func{Tensor, Tensor}, int, int, Randomness)"/>
    public static Func<Tensor, Tensor, Tensor> Vmap(
        Func<Tensor, Tensor, Tensor> func, int? firstAxis = 0, int? secondAxis = 0, int outAxis = 0,
        Randomness randomness = Randomness.Error)
    {
        ArgumentNullException.ThrowIfNull(func);
        Func<Tensor[], Tensor[]> mapped = Vmap(x => [func(x[0], x[1])], [firstAxis, secondAxis], [outAxis], randomness);
        return (a, b) => mapped([a, b])[0];
    }

    /// <summary>A function of several tensors, with several results, on each set of slices at once.</summary>
    /// <param name="func">A function of one slice of each.</param>
    /// <param name="inAxes">For each argument, which axis is the batch; null where all slices share it. Left out, the first of
    /// each.</param>
    /// <param name="outAxes">Where the batch goes in each result; left out, the first axis.</param>
    /// <param name="randomness">What random tensors are that the function draws.</param>
    /// <inheritdoc cref="Vmap(Func{Tensor, Tensor}, int, int, Randomness)"/>
    public static Func<Tensor[], Tensor[]> Vmap(
        Func<Tensor[], Tensor[]> func, int?[]? inAxes = null, int[]? outAxes = null, Randomness randomness = Randomness.Error)
    {
        ArgumentNullException.ThrowIfNull(func);
        return x => Mapped(func, x, inAxes, outAxes, randomness);
    }

    private static Tensor[] Mapped(Func<Tensor[], Tensor[]> func, Tensor[] x, int?[]? inAxes, int[]? outAxes, Randomness randomness)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (inAxes is not null && inAxes.Length != x.Length)
            throw new ShapeException($"Vmap: {inAxes.Length} axes were named for {x.Length} arguments.");
        var inputs = new Tensor[x.Length];
        var batches = new bool[x.Length];
        int? size = null;
        for (int i = 0; i < x.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(x[i], nameof(x));
            inputs[i] = x[i];
            if ((inAxes is null ? 0 : inAxes[i]) is not { } axis) continue;
            batches[i] = true;
            inputs[i] = Move(x[i], x[i].Shape.Axis(axis, "Vmap"), 0);
            int slices = inputs[i].Shape[0];
            if (size is { } known && known != slices)
                throw new ShapeException(
                    $"Vmap: argument {i}, of shape {x[i].Shape}, has {slices} slices along axis {axis}, where others have {known}.");
            size = slices;
        }

        if (size is null) throw new ShapeException("Vmap: no argument has a batch axis, so there is nothing to map over.");
        Tensor[] results = Batching.Map("Vmap", func, inputs, batches, size.Value, randomness);
        if (outAxes is not null && outAxes.Length != results.Length)
            throw new ShapeException($"Vmap: {outAxes.Length} axes were named for {results.Length} results.");
        return [.. results.Select((y, i) => Move(y, 0, outAxes is null ? 0 : outAxes[i]))];
    }

    /// <summary>One axis moved to another place, the others in their order.</summary>
    private static Tensor Move(Tensor x, int from, int to)
    {
        int place = x.Shape.Axis(to, "Vmap");
        if (from == place) return x;
        List<int> order = [.. Enumerable.Range(0, x.Rank)];
        order.RemoveAt(from);
        order.Insert(place, from);
        return x.Permute([.. order]);
    }
}
