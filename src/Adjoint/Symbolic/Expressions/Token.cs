namespace Adjoint.Symbolic;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Number,
    Name,
    Sign,
    End,
}

/// <summary>A piece of an expression's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Sign">The sign: one of <c>+ - * / ^ ( ) [ ] , = ;</c>.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int End, char Sign = '\0')
{
    /// <summary>Whether it is this sign.</summary>
    public bool Is(char sign) => Kind == TokenKind.Sign && Sign == sign;
}
