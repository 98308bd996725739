namespace Adjoint.Symbolic;

/// <summary>What a node of a function to be compiled is.</summary>
internal enum NodeKind : byte
{
    Input, // numbers of the argument, from the node's offset on
    Constant, // a known number
    Table, // known numbers
    Elementwise, // an operation on each element of inputs that are as long, or single numbers
    Broadcast, // a single number, repeated
    Total, // the sum of all elements of the input
    Window, // elements of the input, from the node's offset on
    Placed, // the input among zeros, at the node's offset
    Assembled, // the sum of two inputs of which one is placed, or again such a sum
    Whole, // an operation that looks at whole tensors
}

/// <summary>One value of a function to be compiled: a row of numbers, as they follow one another in memory.</summary>
internal sealed class Node
{
    public required NodeKind Kind { get; init; }
    public int Index { get; set; } // place in the order of creation: after all inputs
    public Node[] Inputs { get; init; } = [];
    public required int Count { get; init; } // how many numbers
    public Op? Op { get; init; } // of an elementwise node
    public Call? Call { get; init; } // of a whole node
    public int Offset { get; init; } // where a window begins, or a placed row
    public double Value { get; init; } // of a constant
    public Tensor? Table { get; init; }

    /// <summary>The single number that the node is or repeats, or null.</summary>
    public Node? Single => Kind == NodeKind.Broadcast ? Inputs[0] : Count == 1 ? this : null;
}

/// <summary>Nodes are equal that compute the same of the same inputs; 0 and −0 differ.</summary>
internal sealed class NodeComparer : IEqualityComparer<Node>
{
    public bool Equals(Node? a, Node? b) =>
        a!.Kind == b!.Kind && a.Count == b.Count && a.Offset == b.Offset
        && ReferenceEquals(a.Call, b.Call) && ReferenceEquals(a.Table, b.Table)
        && BitConverter.DoubleToInt64Bits(a.Value) == BitConverter.DoubleToInt64Bits(b.Value)
        && a.Inputs.AsSpan().SequenceEqual(b.Inputs) && (ReferenceEquals(a.Op, b.Op) || Equals(a.Op, b.Op));

    public int GetHashCode(Node node)
    {
        int hash = HashCode.Combine((int)node.Kind, node.Op, node.Count, node.Offset, BitConverter.DoubleToInt64Bits(node.Value));
        foreach (Node input in node.Inputs) hash = HashCode.Combine(hash, input.Index);
        return hash;
    }
}
