namespace Adjoint.Symbolic;

/// <summary>
/// Reads an expression by operator precedence (Dijkstra's shunting yard, 1961), with stacks of its own instead of
/// recursion, straight into calls: there is no syntax tree.
/// </summary>
internal sealed partial class Parser
{
    private const string OperandExpected = "a number, a name or '('";
    private const string OnlyInBrackets = "a condition is a number only in brackets, as [x > 0], or in cases(x > 0, x, 0)";

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
            Assign(name, values[0], start);
        }
    }

    private Expression Finish(Tensor[] outputs, bool isVector) => new(text, variables, statements, outputs, isVector, type);

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
            case { Sign: '[' }:
                Open('[');
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
        if (name == "not")
        {
            Open('!');
            return false;
        }

        if (name is "and" or "or") throw Expected(OperandExpected);
        if (Function(name) is { } function)
        {
            if (!following.Is('(')) throw Error($"'{name}' is a function; expected '(' after it", token.End);
            int start = token.Start;
            Advance();
            pending.Push(new Pending('(', token, function, start, 1));
            Advance();
            return false;
        }

        bool inCondition = pending.Any(open => open.Kind == '[' || open.Function == Cases);
        if (following.Is('=') && !inCondition)
            throw Error("'=' belongs only at the start of a statement, after its name", following.Start);
        if (!known.TryGetValue(name, out Tensor? value))
        {
            // x(x + 1) is a product, but a word is more likely a function that is misspelt.
            if (following.Is('(') && following.Start == token.End && name.Count(char.IsLetter) > 1)
                throw Error(Unknown(name), token.Start);
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
            case { Sign: '=' } when pending.Any(open => open.Kind == '[' || open.Function == Cases):
                Infix('≡');
                Advance();
                return true;
            case { Sign: '+' or '-' or '*' or '/' or '^' or '<' or '>' or '≤' or '≥' or '≠' or '≡' }:
                Infix(token.Sign);
                Advance();
                return true;
            case { Kind: TokenKind.Name } when Word(token) is "and" or "or":
                Infix(Word(token) == "and" ? '∧' : '∨');
                Advance();
                return true;
            case { Kind: TokenKind.Name } or { Sign: '(' } or { Sign: '[' }:
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
        bool isNumber = open.Kind == '[' && Bracket(open);
        Advance();
        if (closing == ']' && !isNumber && token.Kind != TokenKind.End && !token.Is(';')) throw Expected("the end after ']'");
        return false;
    }

    private void Call(ScalarFunction function, Pending open)
    {
        if (open.Arguments < function.Least || open.Arguments > function.Most)
            throw Error($"'{function.Name}' takes {function.Arity}, not {open.Arguments}", open.Start);
        if (function == Cases)
        {
            operands.Push(Choose(open));
            return;
        }

        var settings = new double[Math.Max(0, open.Arguments - function.Settings)];
        for (int i = settings.Length - 1; i >= 0; i--)
        {
            Tensor setting = operands.Pop();
            if (IsCondition(setting)) throw Error(OnlyInBrackets, open.Token.Start + 1);
            if (setting.IsSymbolic)
                throw Error(
                    $"argument {function.Settings + i + 1} of '{function.Name}' must be a constant, not {Formula.Text(setting)}",
                    open.Token.Start);
            settings[i] = setting.Item();
        }

        var x = new Tensor[open.Arguments - settings.Length];
        for (int i = x.Length - 1; i >= 0; i--) x[i] = operands.Pop();
        if (Array.Exists(x, IsCondition)) throw Error(OnlyInBrackets, open.Token.Start + 1);
        operands.Push(calls.Share(function.Apply(x, settings)));
    }

    /// <summary>Applies the operators that bind at least so tightly.</summary>
    private void Reduce(Precedence least)
    {
        while (pending.TryPeek(out Pending top) && Of(top.Kind) >= least && Of(top.Kind) > Precedence.Opening)
        {
            pending.Pop();
            Tensor b = operands.Pop();
            if (top.Kind == '!')
            {
                operands.Push(Not(b, top));
                continue;
            }

            if (top.Kind == '~')
            {
                if (IsCondition(b)) throw Error(OnlyInBrackets, top.Token.Start);
                operands.Push(calls.Share(-b));
                continue;
            }

            Tensor a = operands.Pop();
            if (IsComparing(top.Kind))
            {
                operands.Push(Compared(a, b, top));
                continue;
            }

            if (IsCondition(a) || IsCondition(b)) throw Error(OnlyInBrackets, top.Token.Start);
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
        '<' or '>' or '≤' or '≥' or '≠' or '≡' => Precedence.Comparison,
        '!' => Precedence.Not,
        '∧' => Precedence.And,
        '∨' => Precedence.Or,
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
        Or,
        And,
        Not,
        Comparison,
        Sum,
        Product,
        Negation,
        Power,
    }

    /// <summary>
    /// An operator that waits for its right operand, <c>~</c> for a minus in front and <c>!</c> for not; or an open bracket, with what
    /// has begun within it.
    /// </summary>
    private readonly record struct Pending(char Kind, Token Token, ScalarFunction? Function = null, int Start = 0, int Arguments = 0);
}
