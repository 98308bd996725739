namespace Adjoint.Symbolic;

/// <summary>LaTeX, for math mode.</summary>
internal sealed class LatexSymbols() : Symbols(@"\left(", @"\right)", @";\quad ")
{
    private static readonly HashSet<string> Greek =
    [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
        "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ];

    private static readonly Dictionary<char, string> GreekLetters = new()
    {
        ['α'] = "alpha",
        ['β'] = "beta",
        ['γ'] = "gamma",
        ['δ'] = "delta",
        ['ε'] = "varepsilon",
        ['ζ'] = "zeta",
        ['η'] = "eta",
        ['θ'] = "theta",
        ['ι'] = "iota",
        ['κ'] = "kappa",
        ['λ'] = "lambda",
        ['μ'] = "mu",
        ['µ'] = "mu",
        ['ν'] = "nu",
        ['ξ'] = "xi",
        ['ρ'] = "rho",
        ['σ'] = "sigma",
        ['ς'] = "varsigma",
        ['τ'] = "tau",
        ['υ'] = "upsilon",
        ['φ'] = "varphi",
        ['ϕ'] = "phi",
        ['χ'] = "chi",
        ['ψ'] = "psi",
        ['ω'] = "omega",
        ['π'] = "pi",
        ['Γ'] = "Gamma",
        ['Δ'] = "Delta",
        ['Θ'] = "Theta",
        ['Λ'] = "Lambda",
        ['Ξ'] = "Xi",
        ['Π'] = "Pi",
        ['Σ'] = "Sigma",
        ['Υ'] = "Upsilon",
        ['Φ'] = "Phi",
        ['Ψ'] = "Psi",
        ['Ω'] = "Omega",
        ['ϵ'] = "epsilon",
    };

    public override Template TemplateOf(MathNotation notation) => notation.Latex;

    /// <summary>Letters as they are, digits at the end as an index, words upright; <c>∂f/∂x</c> as a fraction.</summary>
    public override string Name(string name) =>
        name.StartsWith('∂') && name.IndexOf("/∂", StringComparison.Ordinal) is > 0 and int slash
            ? $@"\frac{{\partial {Variable(name[1..slash])}}}{{\partial {Variable(name[(slash + 2)..])}}}"
            : name.StartsWith('d') && name.IndexOf("/d", StringComparison.Ordinal) is > 1 and int bar
            ? $@"\frac{{\mathrm{{d}} {Variable(name[1..bar])}}}{{\mathrm{{d}} {Variable(name[(bar + 2)..])}}}"
            : Variable(name);

    private static string Variable(string name)
    {
        name = string.Concat(name.Select(c => c is >= '₀' and <= '₉' ? (char)('0' + (c - '₀')) : c));
        int end = name.Length;
        while (end > 1 && char.IsAsciiDigit(name[end - 1])) end--;
        string index = name[end..];
        string stem = name[..end].TrimEnd('_');
        int cut = stem.IndexOf('_', StringComparison.Ordinal);
        if (cut > 0)
        {
            index = stem[(cut + 1)..].Replace("_", @"\_", StringComparison.Ordinal) + index;
            stem = stem[..cut];
        }

        string written = stem.Length == 1 && GreekLetters.TryGetValue(stem[0], out string? letter) ? $@"\{letter}"
            : stem.Any(c => !char.IsAscii(c)) ? $@"\text{{{stem}}}"
            : stem.Length <= 1 ? (stem.Length == 0 || stem == "_" ? @"\_" : stem)
            : Greek.Contains(stem) ? $@"\{stem}"
            : $@"\mathrm{{{stem.Replace("_", @"\_", StringComparison.Ordinal)}}}";
        return index.Length == 0 ? written : $"{written}_{{{index}}}";
    }

    public override string Number(double value, DType dtype, out Precedence precedence)
    {
        string text = base.Number(value, dtype, out precedence);
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? @"\mathrm{NaN}" : value > 0 ? @"\infty" : @"-\infty";
        int e = text.IndexOf('e', StringComparison.Ordinal);
        if (e < 0) return text;
        if (precedence == Precedence.Atom) precedence = Precedence.Product;
        int exponent = int.Parse(text[(e + 1)..], CultureInfo.InvariantCulture);
        return $@"{text[..e]} \cdot 10^{{{exponent}}}";
    }
}
