using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>Conditions: comparisons, what combines them, and the two ways to make numbers of them.</summary>
internal sealed partial class Parser
{
    private const int MostNamesShown = 3;

    /// <summary>A choice by conditions: <c>cases(x &lt; 0, -x, x &lt; 1, x^2, 1)</c>; what is last holds otherwise.</summary>
    private static readonly ScalarFunction Cases = new("cases", 3, int.MaxValue, int.MaxValue, (x, _) => x[0]);

    /// <summary>Whether the brackets that a statement began with held a condition.</summary>
    private bool bracket;

    private static ScalarFunction? Function(string name) =>
        name is "cases" or "where" ? Cases : ScalarFunction.All.GetValueOrDefault(name);

    private static bool IsFunction(string name) => Function(name) is not null;

    private static bool IsCondition(Tensor tensor) => tensor.DType == DType.Bool;

    private static bool IsComparing(char kind) => Of(kind) is >= Precedence.Or and <= Precedence.Comparison;

    /// <summary>Two operands with a comparison, or two conditions with and, or, between them; a &lt; b &lt; c is both.</summary>
    private Tensor Compared(Tensor a, Tensor b, Pending sign)
    {
        bool combines = sign.Kind is '∧' or '∨';
        if (combines != IsCondition(b) || (combines && !IsCondition(a)))
        {
            throw Error(
                combines ? "'and' and 'or' stand between conditions, as in x > 0 and x < 1" : "a comparison stands between numbers",
                sign.Token.Start);
        }

        if (combines) return calls.Share(sign.Kind == '∧' ? a.And(b) : a.Or(b));
        if (!IsCondition(a)) return Relate(a, b, sign.Kind);
        // x < y < z: the last number compared is compared again.
        if (a.Creator is not { Op: Compare or Logical } chain) throw Error("a comparison stands between numbers", sign.Token.Start);
        while (chain is { Op: Logical, Inputs: [_, { Creator: { } right }] }) chain = right;
        Tensor last = chain.Op is Compare && ends.TryGetValue(chain, out Tensor? end) ? end : chain[1];
        return calls.Share(a.And(Relate(last, b, sign.Kind)));
    }

    /// <summary>Of comparisons that are held the other way round, the operand on the right.</summary>
    private readonly Dictionary<Call, Tensor> ends = new(ReferenceEqualityComparer.Instance);

    private Tensor Relate(Tensor a, Tensor b, char sign)
    {
        Tensor relation = calls.Share(sign switch
        {
            '<' => a.Less(b),
            '>' => a.Greater(b),
            '≤' => a.LessEqual(b),
            '≥' => a.GreaterEqual(b),
            '≠' => a.NotEqual(b),
            _ => a.Equal(b),
        });
        if (relation.Creator is { } call) ends[call] = b;
        return relation;
    }

    private Tensor Not(Tensor condition, Pending sign) => IsCondition(condition)
        ? calls.Share(Conditions.Not(condition))
        : throw Error("'not' stands before a condition, as in not x > 0", sign.Token.Start);

    /// <summary>Makes a number of a condition in brackets, 1 where it holds; false where the brackets hold something else.</summary>
    private bool Bracket(Pending open)
    {
        if (open.Arguments == 0 && IsCondition(operands.Peek()))
        {
            operands.Push(calls.Share(operands.Pop().To(type)));
            bracket |= pending.Count == 0 && operands.Count == 1;
            return true;
        }

        return pending.Count > 0 ? throw Error("brackets within an expression hold a condition, as [x > 0]", open.Token.Start) : false;
    }

    /// <summary>Conditions and values by turns, and the value otherwise.</summary>
    private Tensor Choose(Pending open)
    {
        if (open.Arguments % 2 == 0)
            throw Error("'cases' takes conditions and values by turns and at the end the value otherwise", open.Start);
        Tensor value = Value();
        for (int i = 1; i < open.Arguments; i += 2)
        {
            Tensor chosen = Value();
            Tensor condition = operands.Pop();
            if (!IsCondition(condition)) throw Error("'cases' takes conditions and values by turns, as cases(x > 0, x, 0)", open.Start);
            value = calls.Share(Tensor.Where(condition, chosen, value));
        }

        return value;

        Tensor Value()
        {
            Tensor given = operands.Pop();
            return IsCondition(given) ? throw Error("'cases' takes conditions and values by turns, as cases(x > 0, x, 0)", open.Start)
                : given;
        }
    }

    /// <summary>What is said of a word before parentheses that is no function.</summary>
    private static string Unknown(string name)
    {
        if (FunctionHints.Find(name) is { } hint) return $"'{name}' is no function here; {hint}";
        string[] near = [.. Spelling.Near(name, [.. ScalarFunction.All.Keys, "cases"]).Take(MostNamesShown)];
        string meant = near.Length == 0 ? "" : $"did you mean {string.Join(" or ", near)}? ";
        return $"'{name}' is no function; {meant}{(meant.Length == 0 ? "if" : "If")} a product is meant, write {name}*(";
    }
}
