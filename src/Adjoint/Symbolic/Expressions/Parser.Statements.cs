namespace Adjoint.Symbolic;

/// <summary>Statements: names that get values, and the values in brackets.</summary>
internal sealed partial class Parser
{
    /// <summary>The name that a statement gives to its value, if it begins with one.</summary>
    private string? Assignment()
    {
        if (token.Kind != TokenKind.Name || !following.Is('=')) return null;
        string name = Word(token);
        string? problem = name is "pi" or "π" or "e" ? $"'{name}' is a constant and cannot be given another value"
            : IsFunction(name) ? $"'{name}' is a function and cannot be given a value"
            : name is "and" or "or" or "not" ? $"'{name}' combines conditions and cannot be given a value"
            : null;
        if (problem is not null) throw Error(problem, token.Start);
        Advance();
        Advance();
        return name;
    }

    /// <summary>Reads up to the end of a statement.</summary>
    private (Tensor[] Values, bool IsVector) Statement()
    {
        int start = token.Start;
        bracket = false;
        if (token.Is('[')) Open('[');
        bool isVector = pending.Count > 0;
        bool operand = true;
        while (true)
        {
            if (operand)
            {
                operand = !Operand();
                continue;
            }

            if (token.Kind == TokenKind.End || token.Is(';'))
            {
                Reduce(Precedence.Opening);
                if (pending.TryPeek(out Pending open))
                    throw Expected($"'{(open.Kind == '[' ? ']' : ')')}' for the '{open.Kind}' of column {open.Token.Start + 1}");
                Tensor[] values = [.. operands.Reverse()];
                operands.Clear();
                // Brackets around a condition made a number of it, and no list.
                if (bracket) isVector = false;
                foreach (Tensor value in values)
                    if (IsCondition(value)) throw Error(OnlyInBrackets, start);
                return (values, isVector);
            }

            operand = Operator();
        }
    }

    /// <summary>Gives a name a value. A new value of a name that has one must come from that; it is listed as x₁, x₂, …</summary>
    private void Assign(string name, Tensor value, int start)
    {
        string listed = name;
        if (known.TryGetValue(name, out Tensor? before))
        {
            if (!Uses(value, before))
            {
                throw Error(
                    variables.Contains(before) ? $"'{name}' was already used as a variable; name it before it is used"
                    : $"'{name}' already has a value; expected another name, or a new value computed from {name}",
                    start);
            }

            int number = 0;
            do listed = name + Subscript(++number);
            while (known.ContainsKey(listed) || statements.Exists(s => s.Name == listed));
        }

        statements.Add((listed, value));
        known[name] = value;
    }

    private static bool Uses(Tensor value, Tensor what) => value.Value == what.Value
        || PostOrder.Of([value], _ => true).Exists(call => call.Inputs.ToArray().Any(input => input.Value == what.Value));

    private static string Subscript(int number) =>
        string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('₀' + (digit - '0'))));
}
