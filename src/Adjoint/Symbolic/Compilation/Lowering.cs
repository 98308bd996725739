using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>
/// Turns calls into nodes: shapes are dropped, equal nodes are merged, constants are folded, and what is the same for all
/// elements is computed once.
/// </summary>
internal sealed class Lowering
{
    private readonly Dictionary<Value, Tensor> folded = []; // results of calls on constants alone
    private readonly HashSet<Node> nodes = new(new NodeComparer());
    private readonly Dictionary<Value, Node> known = [];
    private readonly Dictionary<Tensor, Node> constants = new(ReferenceEqualityComparer.Instance);

    /// <summary>How many nodes were made.</summary>
    public int Count => nodes.Count;

    /// <summary>Lowers what leads to the roots; the numbers of the inputs follow one another in the argument.</summary>
    /// <exception cref="GraphException">An operation on other numbers than float64 cannot be compiled.</exception>
    public Node[] Lower(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> roots)
    {
        // In post order, what is computed together lies together: in the nearest cache, while compiling and when it runs.
        List<Call> calls = PostOrder.Of(roots, tensor => tensor.IsSymbolic);
        known.EnsureCapacity(inputs.Count + calls.Count);
        nodes.EnsureCapacity(inputs.Count + calls.Count);
        int offset = 0;
        foreach (Tensor input in inputs)
        {
            known[input.Value] = Input(offset, input.Numel);
            offset += input.Numel;
        }

        foreach (Call call in calls)
            if (!Fold(call)) known.Add(new Value(call, 0), Lower(call));
        return [.. roots.Select(Of)];
    }

    /// <summary>Folds a call on constants of any type; false if it depends on the function's arguments.</summary>
    private bool Fold(Call call)
    {
        ReadOnlySpan<Tensor> inputs = call.Inputs;
        foreach (Tensor input in inputs)
            if (input.IsSymbolic && (folded.Count == 0 || !folded.ContainsKey(input.Value))) return false;
        if (inputs.IsEmpty) return false;
        Tensor[] x = [.. inputs];
        for (int i = 0; i < x.Length; i++) x[i] = folded.GetValueOrDefault(x[i].Value, x[i]);
        using Scope _ = GradMode.Off();
        Tensor[] y = Engine.ApplyAll(call.Op, x);
        for (int i = 0; i < y.Length; i++) folded.Add(new Value(call, i), y[i]);
        return true;
    }

    private Node Of(Tensor tensor)
    {
        if (folded.Count > 0) tensor = folded.GetValueOrDefault(tensor.Value, tensor);
        // A tensor that was computed during the capture is a constant, whatever it was computed from.
        if (known.TryGetValue(tensor.Value, out Node? node) && (tensor.IsSymbolic || tensor.IsLeaf)) return node;
        if (constants.TryGetValue(tensor, out node)) return node;
        if (tensor.IsSymbolic)
            throw new GraphException($"Compiled: a symbolic tensor of shape {tensor.Shape} is no input of the function; pass it as one.");
        if (tensor.Numel == 1) return Constant(tensor.Item());
        Tensor table = tensor.Detach().To(DType.Float64).Contiguous().Flatten();
        node = table.Numel > 0 && !tensor.Strides.ContainsAnyExcept(0)
            ? Repeat(Constant(table[0].Item()), table.Numel)
            : Unique(new Node { Kind = NodeKind.Table, Count = table.Numel, Table = table });
        constants.Add(tensor, node);
        return node;
    }

    private Node Lower(Call call)
    {
        var x = new Node[call.Inputs.Length];
        for (int i = 0; i < x.Length; i++)
        {
            Expect(call, call[i].DType, mayBeTruth: true);
            x[i] = Of(call[i]);
        }

        Expect(call, call.Spec.DType, mayBeTruth: true);
        if (call.Op is IRowOp) return Elementwise(call.Op, x);
        if (x.Length == 1 && OperationTable.Of(call.Op).Lower?.Invoke(this, call, x[0]) is { } lowered) return lowered;
        if (call.Specs.Count > 1)
            throw new GraphException($"Compiled: {call.Op.Name} has several results; only operations of one are compiled.");
        foreach (Tensor input in call.Inputs) Expect(call, input.DType, mayBeTruth: false);
        Expect(call, call.Spec.DType, mayBeTruth: false);
        return Unique(new Node { Kind = NodeKind.Whole, Inputs = x, Count = call.Spec.Numel, Call = call });
    }

    /// <summary>Numbers are float64, and truth values are rows of 0 and 1, which no operation on whole tensors takes.</summary>
    private static void Expect(Call call, DType dtype, bool mayBeTruth)
    {
        if (dtype != DType.Float64 && !(mayBeTruth && dtype == DType.Bool))
            throw new GraphException(
                $"Compiled: {call} has {dtype.Name()} numbers; only float64 is compiled. Capture the function with DType.Float64.");
    }

    /// <summary>The numbers themselves; truth values are a comparison with 0.</summary>
    public Node Cast(Call call, Node x) => call.Spec.DType == DType.Bool && call[0].DType != DType.Bool
        ? Elementwise(new Compare(Relation.NotEqual), x, Repeat(Constant(0), x.Count))
        : x;

    /// <summary>A single number broadcast; null for other rows that become longer.</summary>
    public Node? Expand(Node x, int count) => x.Count == count ? x : x.Single is { } number ? Repeat(number, count) : null;

    /// <summary>A row summed up to one number; null if there are to be several.</summary>
    public Node? Sum(Node x, int count) =>
        x.Count == count ? x
        : count != 1 ? null
        : x.Single is { } number ? Elementwise(Multiply.Op, number, Constant(x.Count))
        : Unique(new Node { Kind = NodeKind.Total, Count = 1, Inputs = [x] });

    /// <summary>Part of a row; null if its elements do not follow one another.</summary>
    public Node? Slice(Slice slice, Call call, Node x)
    {
        int count = call.Spec.Numel;
        return Run(slice.Start, slice.Length, slice.Step, call[0].Shape) is not { } start ? null
            : x.Count == count ? x
            : x.Kind == NodeKind.Input ? Input(x.Offset + start, count)
            : x.Single is { } number ? Repeat(number, count)
            : x.Kind == NodeKind.Window ? Window(x.Inputs[0], x.Offset + start, count)
            : Window(x, start, count);
    }

    /// <summary>A row among zeros; null if its elements do not follow one another there.</summary>
    public Node? Place(Place place, Call call, Node x) =>
        Run(place.Start, call[0].Shape, place.Step, place.Shape) is not { } start ? null
        : x.Count == call.Spec.Numel ? x
        : Unique(new Node { Kind = NodeKind.Placed, Count = call.Spec.Numel, Offset = start, Inputs = [x] });

    /// <summary>Where a slice begins in memory, if its elements follow one another there; else null.</summary>
    private static int? Run(Steps start, Shape length, Steps step, Shape shape)
    {
        int offset = 0;
        bool whole = true; // all axes so far, from the innermost, are taken whole
        int stride = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (length[axis] > 1 && (step[axis] != 1 || !whole)) return null;
            whole &= length[axis] == shape[axis];
            offset += start[axis] * stride;
            stride *= shape[axis];
        }

        return offset;
    }

    private Node Input(int offset, int count) => Unique(new Node { Kind = NodeKind.Input, Count = count, Offset = offset });

    private Node Constant(double value) => Unique(new Node { Kind = NodeKind.Constant, Count = 1, Value = value });

    private Node Repeat(Node number, int count) =>
        count == 1 ? number : Unique(new Node { Kind = NodeKind.Broadcast, Count = count, Inputs = [number] });

    private Node Window(Node x, int start, int count) =>
        Unique(new Node { Kind = NodeKind.Window, Count = count, Offset = start, Inputs = [x] });

    private Node Elementwise(Op op, params Node[] x)
    {
        int count = x[0].Count;
        if (count != 1 && Array.TrueForAll(x, input => input.Single is not null))
            return Repeat(Elementwise(op, Array.ConvertAll(x, input => input.Single!)), count);
        if (Array.TrueForAll(x, input => input.Kind == NodeKind.Constant)) return Constant(Computed((IRowOp)op, x));
        OperationEntry entry = OperationTable.Of(op);
        if (entry.Code == Code.Add && Array.Exists(x, input => input.Kind is NodeKind.Placed or NodeKind.Assembled))
            return Unique(new Node { Kind = NodeKind.Assembled, Count = count, Inputs = x });
        double? second = x.Length > 1 ? Known(x[1]) : null;
        if (entry.Select?.Invoke(op, Known(x[0]), second) is { } input) return x[input];
        return (entry.IsPower ? Power(x[0], second) : null)
            ?? Unique(new Node { Kind = NodeKind.Elementwise, Op = op, Count = count, Inputs = x });
    }

    /// <summary>A power that a cheaper operation computes, or null.</summary>
    private Node? Power(Node x, double? exponent) => exponent switch
    {
        0 => Repeat(Constant(1), x.Count),
        2 => Elementwise(Square.Op, x),
        -1 => Elementwise(Reciprocal.Op, x),
        _ => null,
    };

    private static double? Known(Node node) => node.Single is { Kind: NodeKind.Constant } number ? number.Value : null;

    private static double Computed(IRowOp op, Node[] constants)
    {
        double a = constants[0].Value;
        double b = constants.Length > 1 ? constants[1].Value : 0;
        double c = constants.Length > 2 ? constants[2].Value : 0;
        double y = 0;
        op.Run(new(in a), new(in b), new(in c), new(ref y));
        return y;
    }

    /// <summary>The node, or an equal one from before.</summary>
    private Node Unique(Node node)
    {
        if (nodes.TryGetValue(node, out Node? before)) return before;
        node.Index = nodes.Count;
        nodes.Add(node);
        return node;
    }
}
