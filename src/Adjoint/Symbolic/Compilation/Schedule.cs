namespace Adjoint.Symbolic;

/// <summary>
/// The order in which nodes run. Elementwise nodes of one length are fused into one loop, unless they need what only a finished
/// loop gives, such as a sum over all elements; those are in a later stage.
/// </summary>
internal sealed class Schedule
{
    /// <summary>Stands for the length of whole nodes, each of which is a step of its own.</summary>
    public const int WholeLength = -1;

    private readonly int[] stages;
    private readonly bool[] isRoot;

    // Who reads node n: readers[begin[n]] up to, not including, readers[begin[n + 1]].
    private readonly int[] begin;
    private readonly Node[] readers;

    /// <summary>Schedules what leads to the roots, out of all nodes that were made.</summary>
    public Schedule(IEnumerable<Node> roots, int made)
    {
        stages = new int[made];
        isRoot = new bool[made];
        begin = new int[made + 2];
        var needed = new Node?[made];
        var waiting = new Stack<Node>();
        foreach (Node root in roots)
        {
            isRoot[root.Index] = true;
            Need(root);
        }

        while (waiting.TryPop(out Node? node))
        {
            foreach (Node input in node.Inputs)
            {
                begin[input.Index + 2]++;
                Need(input);
            }
        }

        for (int i = 2; i < begin.Length; i++) begin[i] += begin[i - 1];
        readers = new Node[begin[^1]];
        Order = Array.FindAll(needed, node => node is not null)!;
        foreach (Node node in Order)
            foreach (Node input in node.Inputs) readers[begin[input.Index + 1]++] = node;
        foreach (Node node in Order) Assign(node);

        void Need(Node node)
        {
            if (needed[node.Index] is not null) return;
            needed[node.Index] = node;
            waiting.Push(node);
        }
    }

    /// <summary>The nodes, each after its inputs.</summary>
    public IReadOnlyList<Node> Order { get; }

    /// <summary>What runs together, by stage and length.</summary>
    public SortedDictionary<(int Stage, int Count), Loop> Loops { get; } = [];

    /// <summary>Whether no other node reads this one.</summary>
    public bool IsUnread(Node node) => Readers(node).IsEmpty;

    /// <summary>Whether the node is a sum that only a larger sum reads, and so is part of it.</summary>
    public bool IsAbsorbed(Node node) => node.Kind is NodeKind.Placed or NodeKind.Assembled && !isRoot[node.Index]
        && Readers(node) is [{ Kind: NodeKind.Assembled }];

    /// <summary>Whether all of an elementwise row has to be kept, since not only its own loop reads it.</summary>
    public bool IsKept(Node row)
    {
        if (isRoot[row.Index]) return true;
        foreach (Node reader in Readers(row))
        {
            bool within = reader.Kind is NodeKind.Placed or NodeKind.Assembled
                || (reader.Kind is NodeKind.Elementwise or NodeKind.Total && stages[reader.Index] == stages[row.Index]);
            if (!within) return true;
        }

        return false;
    }

    /// <summary>Whether the node is read as a tensor, in the program's own memory.</summary>
    public bool IsReadWhole(Node node)
    {
        foreach (Node reader in Readers(node))
            if (reader.Kind == NodeKind.Whole) return true;
        return false;
    }

    private ReadOnlySpan<Node> Readers(Node node) => readers.AsSpan(begin[node.Index]..begin[node.Index + 1]);

    private void Assign(Node node)
    {
        int stage = 0;
        switch (node.Kind)
        {
            case NodeKind.Elementwise or NodeKind.Total:
                int count = node.Kind == NodeKind.Total ? node.Inputs[0].Count : node.Count;
                foreach (Node input in node.Inputs) stage = Math.Max(stage, Needed(input, count));
                LoopOf(stage, count).Nodes.Add(node);
                break;
            case NodeKind.Placed or NodeKind.Assembled when !IsAbsorbed(node):
                foreach (Addend addend in Addends(node))
                {
                    int at = Needed(addend.Row, addend.Row.Count);
                    LoopOf(at, addend.Row.Count).Addends.Add(addend);
                    stage = Math.Max(stage, at);
                }

                break;
            case NodeKind.Whole:
                foreach (Node input in node.Inputs) stage = Math.Max(stage, Ready(input));
                LoopOf(stage, WholeLength).Nodes.Add(node);
                break;
            default: return;
        }

        stages[node.Index] = stage;
    }

    private Loop LoopOf(int stage, int count)
    {
        if (!Loops.TryGetValue((stage, count), out Loop? loop)) Loops.Add((stage, count), loop = new Loop());
        return loop;
    }

    /// <summary>The first stage at which a loop of this length can read the node.</summary>
    private int Needed(Node node, int count) => node.Kind == NodeKind.Elementwise && node.Count == count ? stages[node.Index] : Ready(node);

    /// <summary>The first stage at which all of the node is there.</summary>
    private int Ready(Node node) => node.Kind switch
    {
        NodeKind.Input or NodeKind.Constant or NodeKind.Table => 0,
        NodeKind.Broadcast or NodeKind.Window => Ready(node.Inputs[0]),
        _ => stages[node.Index] + 1,
    };

    private IEnumerable<Addend> Addends(Node target)
    {
        var waiting = new Stack<(Node Node, int Offset)>();
        waiting.Push((target, 0));
        while (waiting.TryPop(out (Node Node, int Offset) part))
        {
            bool open = part.Node == target || IsAbsorbed(part.Node);
            if (!open) yield return new Addend(part.Node, target, part.Offset);
            else if (part.Node.Kind == NodeKind.Placed) yield return new Addend(part.Node.Inputs[0], target, part.Node.Offset);
            else
                for (int i = part.Node.Inputs.Length - 1; i >= 0; i--) waiting.Push((part.Node.Inputs[i], 0));
        }
    }
}

/// <summary>Nodes of one length that are fused: none needs the result of another loop of the same stage.</summary>
internal sealed class Loop
{
    /// <summary>Elementwise nodes and totals.</summary>
    public List<Node> Nodes { get; } = [];

    /// <summary>Rows that are added to part of a sum.</summary>
    public List<Addend> Addends { get; } = [];
}

/// <summary>A row that is added to part of a sum, the target, from an offset on.</summary>
internal readonly record struct Addend(Node Row, Node Target, int Offset);
