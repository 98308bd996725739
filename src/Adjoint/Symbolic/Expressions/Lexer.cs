namespace Adjoint.Symbolic;

/// <summary>Cuts an expression's text into tokens, one at a time.</summary>
internal struct Lexer(string text)
{
    private int position;
    private int depth;

    /// <summary>The next token.</summary>
    /// <exception cref="ExpressionException">A character has no meaning here.</exception>
    public Token Next()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]) && (text[position] != '\n' || depth > 0)) position++;
        int start = position;
        if (start == text.Length) return new Token(TokenKind.End, start, start);
        char c = text[position];
        if (char.IsAsciiDigit(c) || (c == '.' && IsDigit(start + 1)))
        {
            ReadNumber();
            return new Token(TokenKind.Number, start, position);
        }

        if (char.IsLetter(c) || c == '_')
        {
            do position++;
            while (c != 'π' && position < text.Length && IsInName(text[position]));
            return new Token(TokenKind.Name, start, position);
        }

        position++;
        char sign = c switch
        {
            '−' => '-',
            '·' or '×' or '⋅' => '*',
            '÷' => '/',
            '\n' => ';',
            '≤' or '≥' or '≠' => c,
            _ => TwoSigns(c),
        };
        if (sign is '(' or '[') depth++;
        if (sign is ')' or ']') depth--;
        if (sign == '*' && position < text.Length && text[position] == '*')
            throw new ExpressionException("'**' has no meaning here; a power is written with ^, as x^2", text, start);
        if (Token.Signs.Contains(sign, StringComparison.Ordinal)) return new Token(TokenKind.Sign, start, position, sign);
        throw new ExpressionException(
            Hint(c) ?? $"'{c}' has no meaning here; an expression has numbers, names, + - * / ^ and parentheses", text, start);
    }

    /// <summary>A comparison of two characters, such as &lt;=, as one sign.</summary>
    private char TwoSigns(char first)
    {
        if (first is not ('<' or '>' or '=' or '!') || position == text.Length || text[position] != '=') return first;
        position++;
        return first switch { '<' => '≤', '>' => '≥', '!' => '≠', _ => '≡' };
    }

    /// <summary>What to write instead of a sign that is used elsewhere.</summary>
    private static string? Hint(char c) => c switch
    {
        '|' => "'|' has no meaning here; the magnitude of x is abs(x)",
        '√' => "'√' has no meaning here; a root is sqrt(x), or cbrt(x), or x^(1/n)",
        >= '⁰' and <= '⁹' or '²' or '³' or '¹' or '⁻' =>
            $"'{c}' has no meaning here; a power is written with ^, as x^{Superscript(c)}",
        '%' => "'%' has no meaning here; the remainder is remainder(x, y), a percentage x/100",
        '!' => "'!' has no meaning here; n! is exp(lgamma(n + 1))",
        '&' => "'&' has no meaning here; conditions are combined with and, or",
        '∂' or '∇' => $"'{c}' has no meaning here; give the function itself, its derivatives are what comes out",
        _ => null,
    };

    private static string Superscript(char c) => c switch
    {
        '²' => "2",
        '³' => "3",
        '¹' => "1",
        '⁻' => "(-1)",
        _ => ((char)('0' + (c - '⁰'))).ToString(),
    };

    private static bool IsInName(char c) => char.IsLetterOrDigit(c) || c == '_' || c is >= '₀' and <= '₉';

    private readonly bool IsDigit(int index) => index < text.Length && char.IsAsciiDigit(text[index]);

    /// <summary>Digits, a point, digits; then an exponent if digits follow it: <c>2e3</c> is 2000, but <c>2e</c> is 2·e.</summary>
    private void ReadNumber()
    {
        int start = position;
        while (IsDigit(position)) position++;
        if (position < text.Length && text[position] == '.') position++;
        while (IsDigit(position)) position++;
        if (position < text.Length && text[position] is 'e' or 'E')
        {
            int digits = position + 1;
            if (digits < text.Length && text[digits] is '+' or '-') digits++;
            if (IsDigit(digits))
            {
                position = digits;
                while (IsDigit(position)) position++;
            }
        }

        if (position < text.Length && text[position] == '.')
            throw new ExpressionException($"'{text[start..(position + 1)]}' is no number: it has a second point", text, position);
    }
}

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Number,
    Name,
    Sign,
    End,
}

/// <summary>A piece of an expression's text; of a sign also which, ≡ for two signs of equality.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, char Sign = '\0')
{
    /// <summary>All signs.</summary>
    public const string Signs = "+-*/^()[],=;<>≤≥≠≡";

    /// <summary>Whether it is this sign.</summary>
    public bool Is(char sign) => Kind == TokenKind.Sign && Sign == sign;
}
