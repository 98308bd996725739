namespace Adjoint.Symbolic;

/// <summary>
/// Reads an expression by operator precedence (Dijkstra's shunting yard, 1961), with stacks of its own instead of
/// recursion, straight into calls: there is no syntax tree.
/// </summary>
internal sealed class Parser
{
    private const string OperandExpected = "a number, a name or '('";

    private readonly string text;
    private readonly DType type;
    private readonly Stack<Tensor> operands = new();
    private readonly Stack<Pending> pending = new();
    private readonly CommonSubexpressions calls = new();
    private readonly Dictionary<string, Tensor> known = [];
    private readonly Dictionary<double, Tensor> numbers = [];
    private readonly List<Tensor> variables = [];
    private readonly List<(string Name, Tensor Value)> statements = [];
    private Lexer lexer;
    private Token token;
    private Token following;

    public Parser(string text, DType dtype)
    {
        this.text = text;
        this.type = dtype;
        lexer = new Lexer(text);
        known["pi"] = known["π"] = Constant(Math.PI, "pi");
        known["e"] = Constant(Math.E, "e");
        following = lexer.Next();
        Advance();
    }

    public Expression Parse()
    {
        while (true)
        {
            while (token.Is(';')) Advance();
            if (token.Kind == TokenKind.End)
                return statements.Count > 0 ? Finish([statements[^1].Value], false) : throw Expected(OperandExpected);
            int start = token.Start;
            string? name = Assignment();
            (Tensor[] values, bool isVector) = Statement();
            while (token.Is(';')) Advance();
            if (name is null)
            {
                return token.Kind == TokenKind.End ? Finish(values, isVector) : throw Error(
                    "only the last statement may be without a name; expected 'name =' in front of this one", start);
            }

            if (isVector) throw Error("a list in brackets has no name; give its parts names", start);
            statements.Add((name, values[0]));
            known[name] = values[0];
        }
    }

    private Expression Finish(Tensor[] outputs, bool isVector) => new(text, variables, statements, outputs, isVector, type);

    /// <summary>The name that a statement gives to its value, if it begins with one.</summary>
    private string? Assignment()
    {
        if (token.Kind != TokenKind.Name || !following.Is('=')) return null;
        string name = Word(token);
        string? problem = name is "pi" or "π" or "e" ? $"'{name}' is a constant and cannot be given another value"
            : ScalarFunction.All.ContainsKey(name) ? $"'{name}' is a function and cannot be given a value"
            : !known.TryGetValue(name, out Tensor? before) ? null
            : variables.Contains(before) && before.Name == name ? $"'{name}' was already used as a variable; name it before it is used"
            : $"'{name}' already has a value; expected another name";
        if (problem is not null) throw Error(problem, token.Start);
        Advance();
        Advance();
        return name;
    }

    /// <summary>Reads up to the end of a statement.</summary>
    private (Tensor[] Values, bool IsVector) Statement()
    {
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
                return (values, isVector);
            }

            operand = Operator();
        }
    }

    /// <summary>Reads where an operand is expected; true if there was a whole one.</summary>
    private bool Operand()
    {
        switch (token)
        {
            case { Kind: TokenKind.Number }:
                operands.Push(Number(token));
                Advance();
                return true;
            case { Kind: TokenKind.Name }:
                return Name();
            case { Sign: '(' }:
                Open('(');
                return false;
            case { Sign: '-' }:
                Open('~');
                return false;
            case { Sign: '+' }:
                Advance();
                return false;
            default:
                throw Expected(OperandExpected);
        }
    }

    private void Open(char kind)
    {
        pending.Push(new Pending(kind, token));
        Advance();
    }

    private bool Name()
    {
        string name = Word(token);
        if (ScalarFunction.All.TryGetValue(name, out ScalarFunction? function))
        {
            if (!following.Is('(')) throw Error($"'{name}' is a function; expected '(' after it", token.End);
            int start = token.Start;
            Advance();
            pending.Push(new Pending('(', token, function, start, 1));
            Advance();
            return false;
        }

        if (following.Is('=')) throw Error("'=' belongs only at the start of a statement, after its name", following.Start);
        if (!known.TryGetValue(name, out Tensor? value))
        {
            // x(x + 1) is a product, but a word is more likely a function that is misspelt.
            if (following.Is('(') && following.Start == token.End && name.Count(char.IsLetter) > 1)
                throw Error($"'{name}' is no function; if a product is meant, write {name}*(", token.Start);
            value = Tensor.Symbol(name, type);
            known.Add(name, value);
            variables.Add(value);
        }

        operands.Push(value);
        Advance();
        return true;
    }

    /// <summary>Reads where an operator is expected; true if an operand must follow.</summary>
    private bool Operator()
    {
        switch (token)
        {
            case { Sign: '+' or '-' or '*' or '/' or '^' }:
                Infix(token.Sign);
                Advance();
                return true;
            case { Kind: TokenKind.Name } or { Sign: '(' }:
                Infix('*');
                return true;
            case { Sign: ')' or ']' or ',' }:
                return Close();
            case { Kind: TokenKind.Number }:
                throw Expected("an operator; a product with a number behind needs '*'");
            case { Sign: '=' }:
                throw Error("'=' belongs only at the start of a statement, after its name", token.Start);
            default:
                throw Expected("an operator or the end");
        }
    }

    private void Infix(char sign)
    {
        Precedence precedence = Of(sign);
        Reduce(sign == '^' ? precedence + 1 : precedence);
        pending.Push(new Pending(sign, token));
    }

    /// <summary>Reads a closing bracket or a comma; true after a comma.</summary>
    private bool Close()
    {
        Reduce(Precedence.Opening);
        if (!pending.TryPeek(out Pending open)) throw Error($"there is no opening bracket for this '{token.Sign}'", token.Start);
        bool list = open.Kind == '[' || open.Function is not null;
        if (token.Is(',') && list)
        {
            pending.Pop();
            pending.Push(open with { Arguments = open.Arguments + 1 });
            Advance();
            return true;
        }

        char closing = open.Kind == '[' ? ']' : ')';
        if (!token.Is(closing))
            throw Expected(list ? $"',' or '{closing}'" : $"'{closing}' for the '{open.Kind}' of column {open.Token.Start + 1}");
        pending.Pop();
        if (open.Function is { } function) Call(function, open);
        Advance();
        if (closing == ']' && token.Kind != TokenKind.End && !token.Is(';')) throw Expected("the end after ']'");
        return false;
    }

    private void Call(ScalarFunction function, Pending open)
    {
        if (open.Arguments < function.Least || open.Arguments > function.Most)
            throw Error($"'{function.Name}' takes {function.Arity}, not {open.Arguments}", open.Start);
        var settings = new double[Math.Max(0, open.Arguments - function.Settings)];
        for (int i = settings.Length - 1; i >= 0; i--)
        {
            Tensor setting = operands.Pop();
            if (setting.IsSymbolic)
                throw Error(
                    $"argument {function.Settings + i + 1} of '{function.Name}' must be a constant, not {Formula.Text(setting)}",
                    open.Token.Start);
            settings[i] = setting.Item();
        }

        var x = new Tensor[open.Arguments - settings.Length];
        for (int i = x.Length - 1; i >= 0; i--) x[i] = operands.Pop();
        operands.Push(calls.Share(function.Apply(x, settings)));
    }

    /// <summary>Applies the operators that bind at least so tightly.</summary>
    private void Reduce(Precedence least)
    {
        while (pending.TryPeek(out Pending top) && Of(top.Kind) >= least && Of(top.Kind) > Precedence.Opening)
        {
            pending.Pop();
            Tensor b = operands.Pop();
            if (top.Kind == '~')
            {
                operands.Push(calls.Share(-b));
                continue;
            }

            Tensor a = operands.Pop();
            operands.Push(calls.Share(top.Kind switch
            {
                '+' => a + b,
                '-' => a - b,
                '*' => a * b,
                '/' => a / b,
                // What everybody writes for exp.
                _ => ReferenceEquals(a, known["e"]) ? b.Exp() : a.Pow(b),
            }));
        }
    }

    private static Precedence Of(char kind) => kind switch
    {
        '+' or '-' => Precedence.Sum,
        '*' or '/' => Precedence.Product,
        '~' => Precedence.Negation,
        '^' => Precedence.Power,
        _ => Precedence.Opening,
    };

    private Tensor Number(Token number)
    {
        double value = double.Parse(text.AsSpan(number.Start..number.End), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value)) throw Error("the number is too large for float64", number.Start);
        if (!numbers.TryGetValue(value, out Tensor? constant)) numbers.Add(value, constant = Constant(value, null));
        return constant;
    }

    /// <summary>A constant. It asks for a gradient, which it never gets, so that what is computed of it keeps its formula.</summary>
    private Tensor Constant(double value, string? name)
    {
        Tensor number = Tensor.Scalar(value, type).WithGrad();
        number.Name = name;
        return number;
    }

    private string Word(Token name) => text[name.Start..name.End];

    private void Advance()
    {
        token = following;
        if (token.Kind != TokenKind.End) following = lexer.Next();
    }

    private ExpressionException Error(string problem, int position) => new(problem, text, position);

    private ExpressionException Expected(string what)
    {
        string found = token.Kind == TokenKind.End ? "the end"
            : token.Is(';') && text[token.Start] == '\n' ? "the end of the line"
            : token.End - token.Start > 20 ? $"'{text.AsSpan(token.Start, 20)}...'"
            : $"'{Word(token)}'";
        return Error($"expected {what}, not {found}", token.Start);
    }

    private enum Precedence
    {
        Opening,
        Sum,
        Product,
        Negation,
        Power,
    }

    /// <summary>
    /// An operator that waits for its right operand, <c>~</c> for a minus in front; or an open bracket, with what has begun within it.
    /// </summary>
    private readonly record struct Pending(char Kind, Token Token, ScalarFunction? Function = null, int Start = 0, int Arguments = 0);
}
