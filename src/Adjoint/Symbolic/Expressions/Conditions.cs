using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>Conditions as tensors of truth values.</summary>
internal static class Conditions
{
    /// <summary>What holds where a condition does not, with the relations turned round: x ≤ 0 for x &gt; 0.</summary>
    public static Tensor Not(Tensor condition) => condition.Creator switch
    {
        { Op: Compare compare } call => Engine.Apply(Opposite(compare, out bool swaps), swaps ? [call[1], call[0]] : [call[0], call[1]]),
        { Op: Logical { Connective: Connective.And } } call => Not(call[0]).Or(Not(call[1])),
        { Op: Logical { Connective: Connective.Or } } call => Not(call[0]).And(Not(call[1])),
        _ => condition.Not(),
    };

    /// <summary>The relation that holds where one does not, and whether its operands change places.</summary>
    public static Compare Opposite(Compare compare, out bool swaps)
    {
        swaps = compare.Relation is Relation.Less or Relation.LessEqual;
        return new Compare(compare.Relation switch
        {
            Relation.Less => Relation.LessEqual,
            Relation.LessEqual => Relation.Less,
            Relation.Equal => Relation.NotEqual,
            _ => Relation.Equal,
        });
    }
}
