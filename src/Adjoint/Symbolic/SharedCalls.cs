using System.Runtime.CompilerServices;
using Adjoint.Core;

namespace Adjoint.Symbolic;

/// <summary>Common subexpressions: what was computed from the same inputs before is taken instead of computed again.</summary>
internal sealed class SharedCalls
{
    private readonly Dictionary<Key, Tensor> known = [];

    /// <summary>The tensor, or an earlier one that is the result of the same operation on the same inputs.</summary>
    public Tensor Share(Tensor tensor)
    {
        if (tensor.Creator is not { } call || call.Inputs.Length > 2) return tensor;
        object first = Identity(call[0]);
        object? second = call.Inputs.Length > 1 ? Identity(call[1]) : null;
        var key = new Key(call.Op, first, second);
        if (known.TryGetValue(key, out Tensor? before)) return before;
        if (call.Op is Ops.Add or Ops.Multiply or Ops.Minimum or Ops.Maximum
            && known.TryGetValue(new Key(call.Op, second!, first), out before)) return before;
        known.Add(key, tensor);
        return tensor;
    }

    private static object Identity(Tensor tensor) => (object?)tensor.Creator ?? tensor;

    private readonly struct Key(Op op, object first, object? second) : IEquatable<Key>
    {
        private readonly Op op = op;
        private readonly object first = first;
        private readonly object? second = second;

        public bool Equals(Key other) =>
            ReferenceEquals(first, other.first) && ReferenceEquals(second, other.second) && op.Equals(other.op);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() =>
            HashCode.Combine(op, RuntimeHelpers.GetHashCode(first), second is null ? 0 : RuntimeHelpers.GetHashCode(second));
    }
}
