namespace Adjoint.Symbolic;

/// <summary>Reads an expression with arrays by recursive descent, no deeper than a limit, into nodes.</summary>
/// <param name="text">The text.</param>
/// <param name="graph">Where the nodes are made.</param>
/// <param name="types">The shapes of variables; a name without one is a number.</param>
/// <param name="letters">The letters that stand for lengths.</param>
internal sealed partial class ArrayParser(
    string text, ArrayGraph graph, IReadOnlyDictionary<string, ArrayType> types, IReadOnlyDictionary<string, Length> letters)
{
    private const int MostDepth = 200;
    private const string OperandExpected = "a number, a name, '(' or '['";

    private readonly List<ArrayToken> tokens = ArrayLexer.Read(text);
    private readonly Dictionary<string, ArrayNode> known = new()
    {
        ["pi"] = graph.Make(ArrayTable.Pi, [], Math.PI),
        ["π"] = graph.Make(ArrayTable.Pi, [], Math.PI),
        ["e"] = graph.Make(ArrayTable.E, [], Math.E),
    };

    private readonly Stack<string> bound = new();
    private int place;
    private int depth;

    /// <summary>The variables in the order in which they appear.</summary>
    public List<ArrayNode> Variables { get; } = [];

    /// <summary>What statements have given a name to.</summary>
    public List<(string Name, ArrayNode Value)> Statements { get; } = [];

    private ArrayToken Token => tokens[place];

    private ArrayToken Following => tokens[Math.Min(place + 1, tokens.Count - 1)];

    public ArrayNode Parse()
    {
        while (true)
        {
            while (Token.Kind == ';') place++;
            if (Token.Kind == '\0') return Statements.Count > 0 ? Statements[^1].Value : throw Expected(OperandExpected);
            ArrayToken start = Token;
            string? name = Assignment();
            ArrayNode value = Sum();
            if (Token.Kind is not (';' or '\0'))
            {
                throw Token.Kind is ')' or ']' ? Error($"there is no opening bracket for this '{Token.Kind}'", Token)
                    : Token.Kind == '=' ? Error("'=' belongs only at the start of a statement, after its name", Token)
                    : Token.Kind == '0' ? Expected("an operator; a product with a number behind needs '*'")
                    : Expected("an operator or the end");
            }

            while (Token.Kind == ';') place++;
            if (name is not null)
            {
                Statements.Add((name, value));
                known[name] = value;
            }
            else if (Token.Kind != '\0')
            {
                throw Error("only the last statement may be without a name; expected 'name =' in front of this one", start);
            }
            else
            {
                return value;
            }
        }
    }

    private string? Assignment()
    {
        if (Token.Kind != 'a' || Following.Kind != '=') return null;
        string name = Word(Token);
        string? problem = name is "pi" or "π" or "e" ? $"'{name}' is a constant and cannot be given another value"
            : ArrayTable.ByName.ContainsKey(name) ? $"'{name}' is a function and cannot be given a value"
            : known.ContainsKey(name) || types.ContainsKey(name) ? $"'{name}' already has a value; expected another name"
            : null;
        if (problem is not null) throw Error(problem, Token);
        place += 2;
        return name;
    }

    private ArrayNode Sum()
    {
        if (++depth > MostDepth) throw Error("the brackets are nested too deep", Token);
        ArrayNode left = Product();
        while (Token.Kind is '+' or '-')
        {
            ArrayToken sign = Token;
            place++;
            ArrayNode right = Product();
            left = At(sign, () => graph.Make(sign.Kind == '+' ? ArrayTable.Add : ArrayTable.Subtract, [left, right]));
        }

        depth--;
        return left;
    }

    private ArrayNode Product()
    {
        ArrayNode left = Signed();
        while (true)
        {
            ArrayToken sign = Token;
            bool isMissing = sign.Kind is 'a' or '(' or '[';
            if (!isMissing && sign.Kind is not ('*' or '/' or '@')) return left;
            if (!isMissing) place++;
            if (sign.Kind == '*' && Token.Kind == '*') throw Error("a power is written with ^", sign);
            ArrayNode right = Signed();
            left = At(sign, () => sign.Kind switch
            {
                '*' => graph.Make(ArrayTable.Multiply, [left, right]),
                '/' => graph.Make(ArrayTable.Divide, [left, right]),
                '@' => Matrix(left, right),
                // As on paper: A x is the product of matrices, 2 x that with a number.
                _ => left.Type.IsScalar || right.Type.IsScalar ? graph.Make(ArrayTable.Multiply, [left, right]) : Matrix(left, right),
            });
        }
    }

    /// <summary>A matrix product; a vector on the left is a row if it can only be one.</summary>
    private ArrayNode Matrix(ArrayNode left, ArrayNode right)
    {
        bool isRow = left.Type.IsVector && left.Type.Rows == right.Type.Rows
            && (right.Type.IsVector || (right.Type.IsMatrix && right.Type.Rows != Length.One));
        return graph.Make(ArrayTable.MatMul, [isRow ? graph.Make(ArrayTable.Transpose, [left]) : left, right]);
    }

    private ArrayNode Signed()
    {
        bool isNegative = false;
        ArrayToken sign = Token;
        for (; Token.Kind is '-' or '+'; place++) isNegative ^= Token.Kind == '-';
        ArrayNode x = Power();
        return !isNegative ? x : x.Number is { } number ? graph.Number(-number) : At(sign, () => graph.Make(ArrayTable.Negate, [x]));
    }

    private ArrayNode Power()
    {
        ArrayNode x = Postfix();
        if (Token.Kind != '^') return x;
        ArrayToken sign = Token;
        place++;
        if (++depth > MostDepth) throw Error("the powers are nested too deep", sign);
        ArrayNode exponent = Signed();
        depth--;
        // What everybody writes for exp.
        return At(sign, () => x == known["e"] ? graph.Make(ArrayTable.Entrywise("exp"), [exponent])
            : graph.Make(ArrayTable.Power, [x, exponent]));
    }

    private ArrayNode Postfix()
    {
        ArrayNode x = Operand();
        while (true)
        {
            ArrayToken sign = Token;
            bool isIndex = sign.Kind == '[' && place > 0 && tokens[place - 1].End == sign.Start;
            if (isIndex)
            {
                x = Indexed(x);
                continue;
            }

            if (sign.Kind is not ('\'' or '¹' or 'ᵗ' or '²' or '³')) return x;
            place++;
            ArrayNode inner = x;
            x = At(sign, () => sign.Kind switch
            {
                '\'' => graph.Make(ArrayTable.Transpose, [inner]),
                '¹' => graph.Make(ArrayTable.Inv, [inner]),
                'ᵗ' => graph.Make(ArrayTable.Transpose, [graph.Make(ArrayTable.Inv, [inner])]),
                _ => graph.Make(ArrayTable.Power, [inner, graph.Number(sign.Kind == '²' ? 2 : 3)]),
            });
        }
    }

    private ArrayNode Operand()
    {
        ArrayToken token = Token;
        switch (token.Kind)
        {
            case '0':
                place++;
                double value = double.Parse(Word(token), NumberStyles.Float, CultureInfo.InvariantCulture);
                return double.IsFinite(value) ? graph.Number(value) : throw Error("the number is too large for float64", token);
            case 'a':
                return Name();
            case '(':
                place++;
                ArrayNode inner = Sum();
                Close(')', token);
                return inner;
            case '[':
                return List();
            default:
                throw Expected(OperandExpected);
        }
    }

    private ArrayNode Name()
    {
        ArrayToken token = Token;
        string name = Word(token);
        if (!bound.Contains(name) && !known.ContainsKey(name) && ArrayTable.ByName.TryGetValue(name, out ArrayFunction? function))
        {
            int primes = 0;
            while (tokens[place + 1 + primes].Kind == '\'') primes++;
            if (tokens[place + 1 + primes].Kind != '(')
                throw Error($"'{name}' is a function; expected '(' after it", token);
            if (primes > 0 && function.Scalar is null)
                throw Error($"'{name}' is no function of a number; its derivative has no name", token);
            place += 1 + primes;
            return Call(primes > 0 ? ArrayTable.Derivative(function.Scalar!, primes) : function, token);
        }

        if (Following.Kind == '=') throw Error("'=' belongs only at the start of a statement, after its name", Following);
        place++;
        if (bound.Contains(name)) return graph.Index(name);
        if (known.TryGetValue(name, out ArrayNode? value)) return value;
        if (letters.TryGetValue(name, out Length length) && !types.ContainsKey(name)) return graph.Count(length);
        if (Token.Kind == '(' && Token.Start == token.End && name.Count(char.IsLetter) > 1)
            throw Error($"'{name}' is no function; if a product is meant, write {name}*(", token);
        value = graph.Variable(name, types.GetValueOrDefault(name, ArrayType.Scalar));
        known.Add(name, value);
        Variables.Add(value);
        return value;
    }

    private ArrayNode Indexed(ArrayNode x)
    {
        ArrayToken open = Token;
        place++;
        var entries = new List<(ArrayNode? From, ArrayNode? To, bool IsRange)>();
        do
        {
            if (entries.Count > 0) place++;
            ArrayNode? from = Token.Kind == ':' ? null : Sum();
            bool isRange = Token.Kind == ':';
            if (isRange) place++;
            ArrayNode? to = isRange && Token.Kind is not (',' or ']') ? Sum() : null;
            entries.Add((from, to, isRange));
        }
        while (Token.Kind == ',');
        Close(']', open);
        return At(open, () => Select(x, entries));
    }

    private ArrayNode Select(ArrayNode x, List<(ArrayNode? From, ArrayNode? To, bool IsRange)> entries)
    {
        if (x.Type.IsScalar) throw new ArrayShapeException("a number has no entries");
        if (entries.TrueForAll(entry => !entry.IsRange))
        {
            return x.Type.IsMatrix && entries.Count == 1
                ? graph.Make(ArrayTable.Row, [x, entries[0].From!])
                : graph.Make(ArrayTable.Element, [x, .. entries.Select(entry => entry.From!)]);
        }

        if (entries is [{ IsRange: true } only, ..] && (entries.Count == 1 || entries is [_, { From: null, To: null }]) && !x.Type.IsRow)
        {
            if (only is { From: null, To: null }) return x;
            double first = only.From is null ? 1 : Whole(only.From);
            return graph.Make(ArrayTable.Range, [x], first, only.To is null ? x.Type.Rows.Count : Whole(only.To));
        }

        return (x.Type.Rank, entries) switch
        {
            (2, [{ IsRange: false } row, { From: null, To: null }]) => graph.Make(ArrayTable.Row, [x, row.From!]),
            (2, [{ From: null, To: null }, { IsRange: false } column]) => graph.Make(ArrayTable.Column, [x, column.From!]),
            (3, [{ IsRange: false } part, { From: null, To: null }, { From: null, To: null }]) =>
                graph.Make(ArrayTable.Row, [x, part.From!]),
            _ => throw new ArrayShapeException(
                $"of {x.Type.Described} there are entries [i, j], rows [i, :], columns [:, j] and parts [2:5]"),
        };

        static double Whole(ArrayNode node) => node.Number ?? throw new ArrayShapeException("the ends of a range are numbers");
    }

    private ArrayNode List()
    {
        ArrayToken open = Token;
        if (++depth > MostDepth) throw Error("the lists are nested too deep", open);
        place++;
        var parts = new List<ArrayNode>();
        while (Token.Kind != ']')
        {
            parts.Add(Sum());
            if (Token.Kind is not (',' or ';')) break;
            if (Token.Kind == ';') throw Error("the rows of a matrix are lists: [[1, 2], [3, 4]]", Token);
            place++;
        }

        Close(']', open);
        depth--;
        if (parts.Count == 0) throw Error("a list has at least one entry", open);
        return At(open, () =>
        {
            ArrayNode stack = graph.Make(ArrayTable.Stack, [.. parts]);
            if (!parts.TrueForAll(part => part.Number is not null || part.Is(ArrayTable.Literal))) return stack;
            Tensor[] values = [.. parts.Select(part => part.Literal ?? Tensor.Scalar(part.Number!.Value, DType.Float64))];
            return graph.Literal(Tensor.Stack(values), stack.Type);
        });
    }

    private double Constant(ArrayNode node, ArrayToken at)
    {
        if (node.Number is { } number) return number;
        if (node.Variables.Count > 0 || node.Indices.Count > 0 || !node.Type.IsScalar)
            throw Error($"a setting must be a constant, not {node}", at);
        return new ArrayValues(new Dictionary<string, Tensor>(), DType.Float64).Of(node).Item();
    }

    private static string ArityOf(ArrayFunction function) => function.Scalar?.Arity
        ?? (function.Most == int.MaxValue ? $"at least {function.Least} argument{(function.Least == 1 ? "" : "s")}"
            : function.Least == function.Most ? $"{function.Least} argument{(function.Least == 1 ? "" : "s")}"
            : $"{function.Least} to {function.Most} arguments");

    private void Close(char sign, ArrayToken open)
    {
        if (Token.Kind != sign) throw Expected($"'{sign}' for the '{text[open.Start]}' of column {open.Start + 1}");
        place++;
    }

    private ArrayNode At(ArrayToken token, Func<ArrayNode> make)
    {
        try
        {
            return make();
        }
        catch (ArrayShapeException e)
        {
            throw Error(e.Message, token);
        }
    }

    private string Word(ArrayToken token) => text[token.Start..token.End];

    private ExpressionException Error(string problem, ArrayToken at) => new(problem, text, at.Start);

    private ExpressionException Expected(string what)
    {
        string found = Token.Kind == '\0' ? "the end" : Token.Kind == ';' && text[Token.Start] == '\n' ? "the end of the line"
            : $"'{Word(Token)}'";
        return Error($"expected {what}, not {found}", Token);
    }
}
