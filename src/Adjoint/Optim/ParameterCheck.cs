namespace Adjoint.Optim;

/// <summary>What a tensor must be to be optimized.</summary>
internal static class ParameterCheck
{
    /// <summary>Fails on the first that is not.</summary>
    public static void Check(string optimizer, IEnumerable<ParameterState> states)
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (ParameterState state in states) Check(optimizer, state.Index, state.Parameter, seen);
    }

    private static void Check(string optimizer, int index, Tensor parameter, HashSet<Tensor> seen)
    {
        ParameterTypes.Check($"{optimizer}: parameter {index}", parameter.DType);
        if (!parameter.IsLeaf)
            throw new GraphException(
                $"{optimizer}: parameter {index} is the result of {parameter.Creator!.Op.Name}, no leaf; "
                + "optimize what it was computed from, or Detach() it.");
        if (parameter.IsSymbolic) throw new AdjointException($"{optimizer}: parameter {index} has no values.");
        if (!parameter.IsContiguous)
            throw new ShapeException($"{optimizer}: parameter {index}, {parameter.Shape}, is a view that is not contiguous; Clone() it.");
        if (!seen.Add(parameter)) throw new AdjointException($"{optimizer}: parameter {index} occurs twice.");
    }
}
