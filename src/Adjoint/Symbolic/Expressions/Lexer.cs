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
            while (c != 'π' && position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] == '_'));
            return new Token(TokenKind.Name, start, position);
        }

        position++;
        char sign = c switch
        {
            '−' => '-',
            '·' or '×' or '⋅' => '*',
            '÷' => '/',
            '\n' => ';',
            _ => c,
        };
        if (sign is '(' or '[') depth++;
        if (sign is ')' or ']') depth--;
        if ("+-*/^()[],=;".Contains(sign, StringComparison.Ordinal)) return new Token(TokenKind.Sign, start, position, sign);
        throw new ExpressionException(
            $"'{c}' has no meaning here; an expression has numbers, names, + - * / ^ and parentheses", text, start);
    }

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

/// <summary>A piece of an expression's text; of a sign also which: one of <c>+ - * / ^ ( ) [ ] , = ;</c>.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, char Sign = '\0')
{
    /// <summary>Whether it is this sign.</summary>
    public bool Is(char sign) => Kind == TokenKind.Sign && Sign == sign;
}
