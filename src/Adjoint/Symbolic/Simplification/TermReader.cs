using System.Runtime.InteropServices;
using Adjoint.Core;
using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>Reads calls into terms.</summary>
/// <remarks>
/// A sum or product that only a larger one uses is not made by itself: its parts go straight to the larger one. So a chain
/// of a million additions is one sum, and takes linear time.
/// </remarks>
/// <param name="algebra">The rules.</param>
/// <param name="leaves">The order of leaves.</param>
internal sealed class TermReader(Algebra algebra, VariableOrder leaves)
{
    private enum Family
    {
        Other,
        Sum,
        Product,
    }

    private readonly Dictionary<Call, Term> terms = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Op, Combination?> combinations = [];
    private readonly HashSet<Call> absorbed = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<(Tensor Tensor, Number Weight)> waiting = new();

    /// <summary>The terms of formulas.</summary>
    public Term[] Read(ReadOnlySpan<Tensor> roots)
    {
        IReadOnlyList<Call> calls = CallOrder.Behind(roots);
        Absorb(calls, roots);
        foreach (Call call in calls)
            if (!absorbed.Contains(call) && IsScalar(call)) terms.Add(call, Read(call));
        var read = new Term[roots.Length];
        for (int i = 0; i < read.Length; i++) read[i] = Read(roots[i]);
        return read;
    }

    /// <summary>Finds the calls whose one use is by a call of the same family.</summary>
    private void Absorb(IReadOnlyList<Call> calls, ReadOnlySpan<Tensor> roots)
    {
        var users = new Dictionary<Call, Call?>(ReferenceEqualityComparer.Instance);
        foreach (Tensor root in roots)
            if (root.Creator is { } call) users[call] = null;
        foreach (Call call in calls)
        {
            foreach (Tensor input in call.Inputs)
            {
                if (input.Creator is { } made && !users.TryAdd(made, call)) users[made] = null;
            }
        }

        foreach ((Call call, Call? user) in users)
        {
            if (user is not null && FamilyOf(call) is not Family.Other and var family && FamilyOf(user) == family)
                absorbed.Add(call);
        }
    }

    private Term Read(Tensor tensor)
    {
        if (tensor.Creator is { } call && terms.TryGetValue(call, out Term? term)) return term;
        return IsConstant(tensor)
            ? algebra.Table.Constant(Value(tensor), tensor.DType)
            : algebra.Table.Leaf(tensor, leaves[tensor]);
    }

    private Term Read(Call call)
    {
        switch (FamilyOf(call))
        {
            case Family.Sum:
                var sum = new WeightedTerms(Number.Zero);
                foreach ((Tensor tensor, Number weight) in Parts(call, Family.Sum)) algebra.Add(sum, Read(tensor), weight);
                return algebra.Sum(sum, call.Spec.DType);
            case Family.Product:
                var product = new WeightedTerms(Number.One);
                foreach ((Tensor tensor, Number weight) in Parts(call, Family.Product))
                    algebra.Multiply(product, Read(tensor), weight);
                return algebra.Product(product, call.Spec.DType);
        }

        switch (call.Op)
        {
            case Op when ReadsNoNumber(call): break;
            case Op when CombinationOf(call.Op) is { } power: return algebra.Power(Read(call[0]), Number.From(power.First));
            case Pow when IsConstant(call[1]): return algebra.Power(Read(call[0]), Value(call[1]));
            case Expand or Reshape or Ops.Sum or Copy: return Read(call[0]);
            case Cast cast when cast.DType == call[0].DType: return Read(call[0]);
        }

        var x = new Term[call.Inputs.Length];
        for (int i = 0; i < x.Length; i++) x[i] = Read(call[i]);
        return algebra.Apply(call.Op, call.Spec.DType, x);
    }

    /// <summary>The addends with their multiples, or the factors with their exponents, from left to right.</summary>
    private IEnumerable<(Tensor Tensor, Number Weight)> Parts(Call root, Family family)
    {
        Push(root, Number.One);
        while (waiting.TryPop(out (Tensor Tensor, Number Weight) part))
        {
            if (part.Tensor.Creator is { } call && absorbed.Contains(call) && FamilyOf(call) == family) Push(call, part.Weight);
            else yield return part;
        }
    }

    private void Push(Call call, Number weight)
    {
        if (CombinationOf(call.Op) is not { } combination)
        {
            waiting.Push((call[0], weight * Value(call[1]))); // a power
            return;
        }

        if (call.Inputs.Length > 1) waiting.Push((call[1], weight * Number.From(combination.Second)));
        waiting.Push((call[0], weight * Number.From(combination.First)));
    }

    private Family FamilyOf(Call call)
    {
        if (!IsScalar(call) || ReadsNoNumber(call)) return Family.Other;
        if (call.Op is Pow) return IsConstant(call[1]) && Value(call[1]).IsInteger ? Family.Product : Family.Other;
        return CombinationOf(call.Op) is not { } combination ? Family.Other
            : !combination.IsProduct ? Family.Sum
            : double.IsInteger(combination.First) ? Family.Product : Family.Other;
    }

    private Combination? CombinationOf(Op op)
    {
        ref Combination? combination = ref CollectionsMarshal.GetValueRefOrAddDefault(combinations, op, out bool known);
        if (!known) combination = op.Facts.Combination;
        return combination;
    }

    private static bool IsScalar(Call call)
    {
        if (call.Spec.Shape.Rank != 0) return false;
        foreach (Tensor input in call.Inputs)
            if (input.Rank != 0) return false;
        return true;
    }

    /// <summary>Whether an operand is infinite or NaN: the rules do not hold for those, as 0·∞ is not 0.</summary>
    private static bool ReadsNoNumber(Call call)
    {
        foreach (Tensor input in call.Inputs)
            if (input is { IsSymbolic: false, Count: 1 } && !double.IsFinite(input.Item())) return true;
        return false;
    }

    /// <summary>Whether a tensor is a number; one with a name, such as π, is kept as a whole, for its name says more.</summary>
    private static bool IsConstant(Tensor tensor) =>
        !tensor.IsSymbolic && tensor is { Name: null, Creator: null } && double.IsFinite(tensor.Item());

    private static Number Value(Tensor constant) => Number.From(constant.Item(), constant.DType);
}
