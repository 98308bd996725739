namespace Adjoint.Symbolic;

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
