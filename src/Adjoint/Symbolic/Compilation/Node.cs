using Adjoint.Core;

namespace Adjoint.Symbolic;

/// <summary>What a node of a function to be compiled is.</summary>
internal enum NodeKind : byte
{
    /// <summary>Numbers of the argument, from <see cref="Node.Offset"/> on.</summary>
    Input,

    /// <summary>A number that is known.</summary>
    Constant,

    /// <summary>Numbers that are known.</summary>
    Table,

    /// <summary>An operation on each element of inputs that are as long, or single numbers.</summary>
    Elementwise,

    /// <summary>A single number, repeated.</summary>
    Broadcast,

    /// <summary>The sum of all elements of the input.</summary>
    Total,

    /// <summary>Elements of the input, from <see cref="Node.Offset"/> on.</summary>
    Window,

    /// <summary>The input among zeros, at <see cref="Node.Offset"/>.</summary>
    Placed,

    /// <summary>The sum of two inputs of which one is placed, or again such a sum.</summary>
    Assembled,

    /// <summary>An operation that looks at whole tensors.</summary>
    Whole,
}

/// <summary>One value of a function to be compiled: a row of numbers, as they follow one another in memory.</summary>
internal sealed class Node
{
    public required NodeKind Kind { get; init; }

    /// <summary>Location in the order of creation: after all inputs.</summary>
    public required int Index { get; init; }

    public required Node[] Inputs { get; init; }

    /// <summary>How many numbers.</summary>
    public required int Count { get; init; }

    /// <summary>The operation of an elementwise or whole node.</summary>
    public Op? Op { get; init; }

    /// <summary>The call of a whole node, for the shapes.</summary>
    public Call? Call { get; init; }

    /// <summary>Where a window begins, or a placed row.</summary>
    public int Offset { get; init; }

    /// <summary>The constant.</summary>
    public double Value { get; init; }

    /// <summary>The table.</summary>
    public Tensor? Table { get; init; }

    /// <summary>The single number that the node is or repeats, or null.</summary>
    public Node? Single => Kind == NodeKind.Broadcast ? Inputs[0] : Count == 1 ? this : null;
}
