using Adjoint.Memory;

namespace Adjoint;

/// <summary>
/// What the tape behind a tensor holds for its backward pass. Memory that several calls hold counts once, with the first;
/// leaves that require a gradient, such as parameters, are counted apart, since they would be there without the tape.
/// </summary>
public sealed class SavedTensors
{
    private SavedTensors(ReadOnlySpan<Tensor> roots)
    {
        IReadOnlyList<Call> calls = CallOrder.Behind(roots);
        Calls = calls.Count;
        var operations = new Dictionary<string, SavedByOperation>(StringComparer.Ordinal);
        var seen = new HashSet<Storage>(ReferenceEqualityComparer.Instance);
        foreach (Call call in calls)
        {
            foreach (Tensor saved in call.Saved())
            {
                if (saved.Storage is not { } storage || !seen.Add(storage)) continue;
                if (saved is { IsLeaf: true, RequiresGrad: true })
                {
                    LeafBytes += storage.Bytes;
                    continue;
                }

                SavedByOperation before = operations.GetValueOrDefault(call.Op.Name, new SavedByOperation(call.Op.Name, 0, 0));
                operations[call.Op.Name] = before with { Tensors = before.Tensors + 1, Bytes = before.Bytes + storage.Bytes };
            }
        }

        ByOperation = [.. operations.Values.OrderByDescending(o => o.Bytes).ThenBy(o => o.Operation, StringComparer.Ordinal)];
        Tensors = ByOperation.Sum(o => o.Tensors);
        Bytes = ByOperation.Sum(o => o.Bytes);
    }

    /// <summary>Number of recorded calls.</summary>
    public int Calls { get; }

    /// <summary>Number of separate pieces of memory that are held.</summary>
    public int Tensors { get; }

    /// <summary>Their size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>Size in bytes of the leaves that require a gradient and that the backward pass reads.</summary>
    public long LeafBytes { get; }

    /// <summary>What each kind of operation holds, the most first.</summary>
    public IReadOnlyList<SavedByOperation> ByOperation { get; }

    /// <summary>Counts what the graph behind these tensors holds.</summary>
    /// <param name="roots">The results whose graph is looked at; what they share counts once.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="GraphException">A backward pass has freed the graph.</exception>
    public static SavedTensors Of(params ReadOnlySpan<Tensor> roots) => new(roots);

    /// <summary>The counts as a small table.</summary>
    /// <inheritdoc/>
    public override string ToString() => string.Join(
        Environment.NewLine,
        ByOperation.Select(o => $"{o.Operation}: {o.Tensors} tensors, {o.Bytes} bytes")
            .Append($"{Calls} calls, {Tensors} tensors, {Bytes} bytes; leaves {LeafBytes} bytes"));
}

/// <summary>What the calls of one kind of operation hold.</summary>
/// <param name="Operation">Name of the operation.</param>
/// <param name="Tensors">Number of separate pieces of memory.</param>
/// <param name="Bytes">Their size.</param>
public sealed record SavedByOperation(string Operation, int Tensors, long Bytes);
