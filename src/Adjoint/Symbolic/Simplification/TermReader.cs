namespace Adjoint.Symbolic;

/// <summary>Reads calls into terms.</summary>
/// <remarks>
/// A sum or product that only a larger one uses is not made by itself: its parts go straight to the larger one. So a chain
/// of a million additions is one sum, and takes linear time.
/// </remarks>
internal sealed class TermReader(Algebra algebra, VariableOrder leaves)
{
    private readonly KnownConstants constants = new(algebra);
    private readonly Dictionary<Call, Term> terms = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Call> absorbed = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<(Tensor Tensor, Number Weight)> waiting = new();

    /// <summary>The terms of formulas.</summary>
    public Term[] Read(Tensor[] roots)
    {
        IReadOnlyList<Call> calls = CallOrder.Behind(roots);
        Absorb(calls, roots);
        foreach (Call call in calls)
            if (!absorbed.Contains(call) && IsScalar(call)) terms.Add(call, Read(call));
        return Array.ConvertAll(roots, Read);
    }

    /// <summary>Finds the calls whose one use is by a call of the same family.</summary>
    private void Absorb(IReadOnlyList<Call> calls, Tensor[] roots)
    {
        var users = new Dictionary<Call, Call?>(ReferenceEqualityComparer.Instance);
        foreach (Tensor root in roots)
            if (root.Creator is { } call) users[call] = null;
        foreach (Call call in calls)
        {
            foreach (Tensor input in call.Inputs)
                if (input.Creator is { } made && !users.TryAdd(made, call)) users[made] = null;
        }

        foreach ((Call call, Call? user) in users)
        {
            if (user is not null && PartsOf(call) is { } inner && PartsOf(user)?.IsProduct == inner.IsProduct) absorbed.Add(call);
        }
    }

    private Term Read(Tensor tensor)
    {
        if (tensor.Creator is { } call && terms.TryGetValue(call, out Term? term)) return term;
        if (IsConstant(tensor))
            return constants.Find(tensor.Item(), tensor.DType) ?? algebra.Table.Constant(Value(tensor), tensor.DType);
        bool isPi = tensor is { IsSymbolic: false, Creator: null, Name: "pi", DType: DType.Float64 or DType.Float32 };
        return isPi ? constants.Pi(tensor.DType) : algebra.Table.Leaf(tensor, leaves[tensor]);
    }

    private Term Read(Call call)
    {
        if (PartsOf(call) is { } combination)
        {
            var parts = new WeightedTerms(combination.IsProduct ? Number.One : Number.Zero);
            foreach ((Tensor tensor, Number weight) in Parts(call, combination))
            {
                if (combination.IsProduct) algebra.Multiply(parts, Read(tensor), weight);
                else algebra.Add(parts, Read(tensor), weight);
            }

            return combination.IsProduct ? algebra.Product(parts, call.Spec.DType) : algebra.Sum(parts, call.Spec.DType);
        }

        if (!ReadsNonFinite(call))
        {
            if (PowerOf(call) is { } power) return algebra.Product(Number.One, (Read(call[0]), power));
            if (OperationTable.Of(call.Op).KeepsNumber && call[0].DType == call.Spec.DType) return Read(call[0]);
        }

        return algebra.Apply(call.Op, call.Spec.DType, Array.ConvertAll(call.Inputs.ToArray(), Read));
    }

    /// <summary>The addends with their multiples, or the factors with their exponents, from left to right.</summary>
    private IEnumerable<(Tensor Tensor, Number Weight)> Parts(Call root, Combination combination)
    {
        Push(root, combination, Number.One);
        while (waiting.TryPop(out (Tensor Tensor, Number Weight) part))
        {
            if (part.Tensor.Creator is { } call && absorbed.Contains(call)
                && PartsOf(call) is { } inner && inner.IsProduct == combination.IsProduct) Push(call, inner, part.Weight);
            else yield return part;
        }
    }

    private void Push(Call call, Combination combination, Number weight)
    {
        if (call.Inputs.Length > 1 && combination.Second != 0) waiting.Push((call[1], weight * Number.From(combination.Second)));
        waiting.Push((call[0], weight * Number.From(combination.First)));
    }

    /// <summary>The call as a sum or product whose parts may go to a larger one; null if it is none, or a root.</summary>
    private static Combination? PartsOf(Call call)
    {
        if (!IsScalar(call) || ReadsNonFinite(call)) return null;
        if (PowerOf(call) is { } power) return power.IsInteger ? Combination.Product(power.Value) : null;
        return OperationTable.FactsOf(call.Op).Combination;
    }

    /// <summary>The constant to whose power the call takes its first input; null if it is no power.</summary>
    private static Number? PowerOf(Call call) =>
        OperationTable.Of(call.Op).IsPower ? (IsConstant(call[1]) ? Value(call[1]) : null)
        : call.Inputs.Length == 1 && OperationTable.FactsOf(call.Op).Combination is { IsProduct: true } power ? Number.From(power.First)
        : null;

    private static bool IsScalar(Call call)
    {
        if (call.Spec.Shape.Rank != 0) return false;
        foreach (Tensor input in call.Inputs)
            if (input.Rank != 0) return false;
        return true;
    }

    /// <summary>Whether an operand is infinite or NaN: the rules do not hold for those, as 0·∞ is not 0.</summary>
    private static bool ReadsNonFinite(Call call)
    {
        foreach (Tensor input in call.Inputs)
            if (input is { IsSymbolic: false, Numel: 1 } && !double.IsFinite(input.Item())) return true;
        return false;
    }

    /// <summary>Whether a tensor is a number; one with a name, such as π, is kept as a whole, for its name says more.</summary>
    private static bool IsConstant(Tensor tensor) =>
        !tensor.IsSymbolic && tensor is { Name: null, Creator: null } && double.IsFinite(tensor.Item());

    private static Number Value(Tensor constant) => Number.From(constant.Item(), constant.DType);
}
