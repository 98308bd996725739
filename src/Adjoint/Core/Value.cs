namespace Adjoint.Core;

/// <summary>
/// A tensor's place in a graph: a call and the number of one of its results, or a leaf. Tensors that stand for the same
/// value, such as a result and the tape's stand-in for it, have equal places.
/// </summary>
public readonly struct Value : IEquatable<Value>
{
    internal Value(object node, int result) => (Node, Result) = (node, result);

    /// <summary>The call that makes the value; null for a leaf.</summary>
    public Call? Call => Node as Call;

    /// <summary>Which result of the call it is; 0 for a leaf.</summary>
    public int Result { get; }

    /// <summary>The call, or the leaf.</summary>
    internal object Node { get; }

    /// <summary>The call and the number of its result; a leaf by its type and shape.</summary>
    /// <inheritdoc/>
    public override string ToString() => Node switch
    {
        Call call => call.Specs.Count > 1 ? $"result {Result} of {call.Op.Name}" : $"result of {call.Op.Name}",
        Tensor leaf => $"leaf {leaf.Spec}",
        _ => "leaf",
    };

    /// <inheritdoc/>
    public bool Equals(Value other) => ReferenceEquals(Node, other.Node) && Result == other.Result;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(Node) + Result;

    /// <summary>Whether both are the same place.</summary>
    /// <param name="a">One place.</param>
    /// <param name="b">The other.</param>
    /// <returns>True for the same result of the same call, and for the same leaf.</returns>
    public static bool operator ==(Value a, Value b) => a.Equals(b);

    /// <summary>Whether they are different places.</summary>
    /// <param name="a">One place.</param>
    /// <param name="b">The other.</param>
    /// <returns>True for two results of one call, too.</returns>
    public static bool operator !=(Value a, Value b) => !a.Equals(b);
}
