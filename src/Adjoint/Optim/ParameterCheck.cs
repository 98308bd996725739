namespace Adjoint.Optim;

/// <summary>What a tensor must be to be optimized.</summary>
internal static class ParameterCheck
{
    /// <summary>Fails on the first that is not.</summary>
    public static void Check(string optimizer, IEnumerable<ParameterState> states)
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (ParameterState state in states)
        {
            (string what, Tensor parameter) = ($"{optimizer}: parameter {state.Index}", state.Parameter);
            ParameterTypes.Check(what, parameter.DType);
            if (!parameter.IsLeaf)
                throw new GraphException(
                    $"{what} is the result of {parameter.Creator!.Op.Name}, no leaf; optimize what it was computed from, or Detach() it.");
            if (parameter.IsSymbolic) throw new AdjointException($"{what} has no values.");
            if (!parameter.IsContiguous)
                throw new ShapeException($"{what}, {parameter.Shape}, is a view that is not contiguous; Clone() it.");
            if (!seen.Add(parameter)) throw new AdjointException($"{what} occurs twice.");
            state.Rule.CheckParameter(parameter.Shape);
        }
    }
}
