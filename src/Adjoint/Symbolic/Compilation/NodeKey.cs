using Adjoint.Core;

namespace Adjoint.Symbolic;

/// <summary>By what equal nodes are found.</summary>
/// <param name="kind">What the node is.</param>
/// <param name="op">The operation.</param>
/// <param name="count">How many numbers.</param>
/// <param name="offset">Where they begin.</param>
/// <param name="value">The constant; 0 and −0 differ.</param>
/// <param name="inputs">At most three.</param>
internal readonly ref struct NodeKey(NodeKind kind, Op? op, int count, int offset, double value, ReadOnlySpan<Node> inputs)
{
    private readonly NodeKind kind = kind;
    private readonly Op? op = op;
    private readonly int count = count;
    private readonly int offset = offset;
    private readonly long value = BitConverter.DoubleToInt64Bits(value);
    private readonly ReadOnlySpan<Node> inputs = inputs;

    public NodeKey(Node node) : this(node.Kind, node.Op, node.Count, node.Offset, node.Value, node.Inputs) { }

    public int Hash => HashCode.Combine((int)kind, op?.GetHashCode() ?? 0, count, offset, value, Index(0), Index(1), Index(2));

    public bool Equals(Node node)
    {
        if (node.Kind != kind || node.Count != count || node.Offset != offset || node.Inputs.Length != inputs.Length
            || BitConverter.DoubleToInt64Bits(node.Value) != value) return false;
        for (int i = 0; i < inputs.Length; i++)
            if (!ReferenceEquals(inputs[i], node.Inputs[i])) return false;
        return ReferenceEquals(op, node.Op) || Equals(op, node.Op);
    }

    private int Index(int input) => input < inputs.Length ? inputs[input].Index : -1;
}

/// <summary>Finds nodes by their keys.</summary>
internal sealed class NodeComparer : IEqualityComparer<Node>, IAlternateEqualityComparer<NodeKey, Node>
{
    public bool Equals(Node? a, Node? b) => ReferenceEquals(a, b); // each is added once

    public int GetHashCode(Node node) => new NodeKey(node).Hash;

    public bool Equals(NodeKey key, Node node) => key.Equals(node);

    public int GetHashCode(NodeKey key) => key.Hash;

    public Node Create(NodeKey key) => throw new NotSupportedException();
}
