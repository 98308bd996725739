namespace Adjoint.Symbolic;

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
