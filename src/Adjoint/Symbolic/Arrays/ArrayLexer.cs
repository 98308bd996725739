namespace Adjoint.Symbolic;

/// <summary>Cuts the text of an expression with arrays into tokens: those of numbers, and <c>@ ' : [ ]</c>.</summary>
internal static class ArrayLexer
{
    private const string Signs = "+-*/^()[],=;@':";

    /// <summary>All tokens, the end as the last.</summary>
    public static List<ArrayToken> Read(string text)
    {
        var tokens = new List<ArrayToken>();
        int depth = 0;
        for (int at = 0; at < text.Length;)
        {
            char c = text[at];
            int start = at;
            if (char.IsWhiteSpace(c) && (c != '\n' || depth > 0))
            {
                at++;
                continue;
            }

            if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            {
                at = EndOfNumber(text, at);
                tokens.Add(new ArrayToken(start, at, '0'));
                continue;
            }

            if (IsLetter(c))
            {
                do at++;
                while (at < text.Length && c != 'π' && (IsLetter(text[at]) || char.IsAsciiDigit(text[at])));
                tokens.Add(new ArrayToken(start, at, 'a'));
                continue;
            }

            at++;
            char sign = c switch
            {
                '−' => '-',
                '·' or '×' or '⋅' or '∘' or '⊙' => '*',
                '÷' => '/',
                '\n' => ';',
                'ᵀ' or '’' or '′' or '⊤' => '\'',
                _ => c,
            };
            if (c == '⁻' && at < text.Length && text[at] is '¹' or 'ᵀ') sign = text[at++] == '¹' ? '¹' : 'ᵗ';
            else if (c is '²' or '³') sign = c;
            else if (!Signs.Contains(sign, StringComparison.Ordinal))
            {
                throw new ExpressionException(
                    $"'{c}' has no meaning here; an expression with arrays has numbers, names, + - * / ^ @ ' ( ) [ ]", text, start);
            }

            if (sign is '(' or '[') depth++;
            if (sign is ')' or ']') depth--;
            tokens.Add(new ArrayToken(start, at, sign));
        }

        tokens.Add(new ArrayToken(text.Length, text.Length, '\0'));
        return tokens;
    }

    // ᵀ is a letter to Unicode.
    private static bool IsLetter(char c) => (char.IsLetter(c) && c != 'ᵀ') || c == '_';

    private static int EndOfNumber(string text, int at)
    {
        while (IsDigit(at)) at++;
        if (at < text.Length && text[at] == '.') at++;
        while (IsDigit(at)) at++;
        int exponent = at + 1;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            if (exponent < text.Length && text[exponent] is '+' or '-') exponent++;
            if (IsDigit(exponent))
            {
                at = exponent;
                while (IsDigit(at)) at++;
            }
        }

        return at;

        bool IsDigit(int index) => index < text.Length && char.IsAsciiDigit(text[index]);
    }
}

/// <summary>A piece of text: <c>0</c> for a number, <c>a</c> for a name, the sign itself, <c>\0</c> for the end.</summary>
internal readonly record struct ArrayToken(int Start, int End, char Kind);
