using Adjoint.Core;
using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>
/// Turns calls into nodes: shapes are forgotten, equal nodes are one, what is known is computed, and what is the same for
/// all elements is computed once.
/// </summary>
internal sealed class Lowering
{
    private readonly Dictionary<Value, Tensor> folded = []; // calls on constants alone
    private readonly HashSet<Node> nodes = new(new NodeComparer());
    private readonly HashSet<Node>.AlternateLookup<NodeKey> lookup;
    private readonly Dictionary<Value, Node> known = [];
    private readonly Dictionary<Tensor, Node> constants = new(ReferenceEqualityComparer.Instance);
    private Node[] operands = new Node[4];

    public Lowering() => lookup = nodes.GetAlternateLookup<NodeKey>();

    /// <summary>How many nodes were made.</summary>
    public int Count { get; private set; }

    /// <summary>Lowers what leads to the roots.</summary>
    /// <param name="inputs">The function's arguments; their numbers follow one another.</param>
    /// <param name="roots">What is wanted.</param>
    /// <exception cref="GraphException">An operation on other numbers than float64 cannot be compiled.</exception>
    public Node[] Lower(IReadOnlyList<Tensor> inputs, ReadOnlySpan<Tensor> roots)
    {
        // What is computed together then lies together: in the nearest cache, while compiling and when it runs.
        List<Call> calls = PostOrder.Of(roots.ToArray(), tensor => tensor.IsSymbolic);
        known.EnsureCapacity(inputs.Count + calls.Count);
        nodes.EnsureCapacity(inputs.Count + calls.Count);
        int offset = 0;
        foreach (Tensor input in inputs)
        {
            known[input.Value] = Input(offset, input.Count);
            offset += input.Count;
        }

        foreach (Call call in calls)
            if (!Fold(call)) known.Add(new Value(call, 0), Lower(call));
        var lowered = new Node[roots.Length];
        for (int i = 0; i < lowered.Length; i++) lowered[i] = Of(roots[i]);
        return lowered;
    }

    /// <summary>Computes a call on constants alone, of any type; false if the function's arguments have a part in it.</summary>
    private bool Fold(Call call)
    {
        ReadOnlySpan<Tensor> inputs = call.Inputs;
        foreach (Tensor input in inputs)
            if (input.IsSymbolic && (folded.Count == 0 || !folded.ContainsKey(input.Value))) return false;
        if (inputs.IsEmpty) return false;
        var x = new Tensor[inputs.Length];
        for (int i = 0; i < x.Length; i++) x[i] = folded.GetValueOrDefault(inputs[i].Value, inputs[i]);
        using Scope _ = GradMode.Off();
        Tensor[] y = Engine.ApplyAll(call.Op, x);
        for (int i = 0; i < y.Length; i++) folded.Add(new Value(call, i), y[i]);
        return true;
    }

    private Node Of(Tensor tensor)
    {
        if (folded.Count > 0) tensor = folded.GetValueOrDefault(tensor.Value, tensor);
        // What was computed while the function was captured is a constant, whatever it was computed from.
        if (known.TryGetValue(tensor.Value, out Node? node) && (tensor.IsSymbolic || tensor.IsLeaf)) return node;
        if (constants.TryGetValue(tensor, out node)) return node;
        if (tensor.IsSymbolic)
            throw new GraphException($"Compiled: a symbolic tensor of shape {tensor.Shape} is no input of the function; pass it as one.");
        if (tensor.Count == 1) return Constant(tensor.Item());
        Tensor table = tensor.Detach().To(DType.Float64).Contiguous().Flatten();
        node = table.Count > 0 && !tensor.Strides.ContainsAnyExcept(0) ? Repeat(Constant(table[0].Item()), table.Count) : Table(table);
        constants.Add(tensor, node);
        return node;
    }

    private Node Lower(Call call)
    {
        Expect(call);
        ReadOnlySpan<Tensor> inputs = call.Inputs;
        if (inputs.Length > operands.Length) operands = new Node[inputs.Length];
        Span<Node> x = operands.AsSpan(0, inputs.Length);
        for (int i = 0; i < x.Length; i++) x[i] = Of(inputs[i]);
        int count = call.Spec.Shape.Count;
        switch (call.Op)
        {
            case Cast { DType: DType.Bool } when call[0].DType != DType.Bool:
                return Elementwise(new Compare(Relation.NotEqual), x[0], Repeat(Constant(0), count));
            case Reshape or Copy or Cast: return x[0];
            case Expand or Sum when x[0].Count == count: return x[0];
            case Expand when x[0].Single is { } number: return Repeat(number, count);
            case Sum when count == 1: return Total(x[0]);
            case Slice slice when Run(slice.Start, slice.Length, slice.Step, call[0].Shape) is { } start:
                return Window(x[0], start, count);
            case Place place when Run(place.Start, call[0].Shape, place.Step, place.Shape) is { } start:
                return x[0].Count == count ? x[0] : Unique(NodeKind.Placed, null, count, start, 0, x[0]);
            case PointwiseOp or PointwiseBinaryOp or Compare or Logical or Where: return Elementwise(call.Op, x);
            default:
                return new Node
                { Kind = NodeKind.Whole, Index = Count++, Inputs = x.ToArray(), Count = count, Op = call.Op, Call = call };
        }
    }

    /// <summary>Numbers are float64, and truth values stay between comparisons and choices, as 0 and 1.</summary>
    private static void Expect(Call call)
    {
        bool truth = call.Op is Compare or Logical or Where or Cast or Reshape or Expand or Copy;
        foreach (Tensor input in call.Inputs)
            if (!Fits(input.DType, truth)) throw Unfit(call, input.DType);
        if (!Fits(call.Spec.DType, truth)) throw Unfit(call, call.Spec.DType);
    }

    private static bool Fits(DType type, bool truth) => type == DType.Float64 || (truth && type == DType.Bool);

    private static GraphException Unfit(Call call, DType type) => new(
        $"Compiled: {call} has {type.Name()} numbers; only float64 is compiled. Capture the function with DType.Float64.");

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

    private Node Input(int offset, int count) => Unique(NodeKind.Input, null, count, offset, 0);

    private Node Constant(double value) => Unique(NodeKind.Constant, null, 1, 0, value);

    private Node Table(Tensor table) => new() { Kind = NodeKind.Table, Index = Count++, Inputs = [], Count = table.Count, Table = table };

    private Node Repeat(Node number, int count) => count == 1 ? number : Unique(NodeKind.Broadcast, null, count, 0, 0, number);

    private Node Total(Node x) => x.Count == 1 ? x
        : x.Single is { } number ? Elementwise(Multiply.Op, number, Constant(x.Count))
        : Unique(NodeKind.Total, null, 1, 0, 0, x);

    private Node Window(Node x, int start, int count) =>
        x.Count == count ? x
        : x.Kind == NodeKind.Input ? Input(x.Offset + start, count)
        : x.Single is { } number ? Repeat(number, count)
        : x.Kind == NodeKind.Window ? Unique(NodeKind.Window, null, count, x.Offset + start, 0, x.Inputs[0])
        : Unique(NodeKind.Window, null, count, start, 0, x);

    private Node Elementwise(Op op, params ReadOnlySpan<Node> x)
    {
        int count = x[0].Count;
        bool placed = false;
        bool single = true;
        bool constant = true;
        foreach (Node input in x)
        {
            placed |= input.Kind is NodeKind.Placed or NodeKind.Assembled;
            single &= input.Single is not null;
            constant &= input.Kind == NodeKind.Constant;
        }

        if (count != 1 && single)
        {
            Node a = x[0].Single!;
            Node number = x.Length switch
            {
                1 => Elementwise(op, a),
                2 => Elementwise(op, a, x[1].Single!),
                _ => Elementwise(op, a, x[1].Single!, x[2].Single!),
            };
            return Repeat(number, count);
        }

        if (constant) return Constant(Computed(op, x));
        if (op is Add && placed) return Unique(NodeKind.Assembled, null, count, 0, 0, x);
        return Reduced(op, x) ?? Unique(NodeKind.Elementwise, op, count, 0, 0, x);
    }

    /// <summary>What comes to the same with less work, because a number is known; or null.</summary>
    private Node? Reduced(Op op, ReadOnlySpan<Node> x)
    {
        switch (op)
        {
            case Multiply when Known(x[0]) == 1: return x[1];
            case Multiply or Divide when Known(x[1]) == 1: return x[0];
            case Logical logical when logical.Facts.Absorbing is { } absorbing && (Known(x[0]) == absorbing || Known(x[1]) == absorbing):
                return Repeat(Constant(absorbing), x[0].Count);
            case Where when Known(x[0]) is { } choice: return choice != 0 ? x[1] : x[2];
            case Pow when Known(x[1]) is { } exponent:
                return exponent switch
                {
                    0 => Repeat(Constant(1), x[0].Count),
                    1 => x[0],
                    2 => Elementwise(Square.Op, x[0]),
                    -1 => Elementwise(Reciprocal.Op, x[0]),
                    _ => null,
                };
            default: return null;
        }
    }

    private static double? Known(Node node) => node.Single is { Kind: NodeKind.Constant } number ? number.Value : null;

    private static double Computed(Op op, ReadOnlySpan<Node> constants)
    {
        double a = constants[0].Value;
        double b = constants.Length > 1 ? constants[1].Value : 0;
        double c = constants.Length > 2 ? constants[2].Value : 0;
        double y = 0;
        RowOperation.Run(op, new(in a), new(in b), new(in c), new(ref y));
        return y;
    }

    private Node Unique(NodeKind kind, Op? op, int count, int offset, double value, params ReadOnlySpan<Node> x)
    {
        var key = new NodeKey(kind, op, count, offset, value, x);
        if (!lookup.TryGetValue(key, out Node? node))
        {
            node = new Node { Kind = kind, Index = Count++, Inputs = x.ToArray(), Count = count, Op = op, Offset = offset, Value = value };
            nodes.Add(node);
        }

        return node;
    }
}
