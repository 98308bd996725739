using System.Text;

namespace Adjoint.Symbolic;

/// <summary>Writes nodes as text, which the parser reads back, or as LaTeX.</summary>
/// <param name="style">The signs and names of text or LaTeX.</param>
/// <param name="names">What some nodes are called; null for those that are written out.</param>
/// <param name="isTyped">Whether to write products with the signs that people type.</param>
internal sealed class ArrayWriter(ArrayStyle style, Func<ArrayNode, string?>? names = null, bool isTyped = false)
{
    private static readonly ArrayNode One = new ArrayGraph().Number(1);

    public static string Text(ArrayNode node) => new ArrayWriter(ArrayStyle.Text).Write(node);

    public static string Latex(ArrayNode node) => new ArrayWriter(ArrayStyle.Latex).Write(node);

    /// <summary>The whole as it stands alone.</summary>
    public string Write(ArrayNode node) => Part(node, true).Text;

    /// <summary>A node's function on its arguments, whatever it is called itself.</summary>
    public string WriteCall(ArrayNode node) => Call(node).Text;

    private (string Text, Precedence Precedence) Part(ArrayNode node, bool isRoot = false) =>
        names?.Invoke(node) is { } name && !(isRoot && names is null) ? (style.Name(name), Precedence.Atom) : Call(node);

    private (string Text, Precedence Precedence) Call(ArrayNode node)
    {
        ArrayFunction function = node.Function;
        if (function == ArrayTable.Number) return Number(node.Settings[0]);
        if (function == ArrayTable.Variable || function == ArrayTable.Index) return (style.Name(node.Name!), Precedence.Atom);
        if (function == ArrayTable.Count)
            return (node.Name!.All(char.IsLetterOrDigit) ? style.Name(node.Name!) : style.Brackets(node.Name!), Precedence.Atom);
        if (function == ArrayTable.Pi || function == ArrayTable.E) return (style.Name(function.Name), Precedence.Atom);
        if (function == ArrayTable.Literal) return (Literal(node.Literal!), Precedence.Atom);
        if (function == ArrayTable.Add) return Sum(node);
        if (function == ArrayTable.Subtract) return ($"{Within(node[0], Precedence.Sum)} - {Within(node[1], Precedence.Product)}",
            Precedence.Sum);
        if (function == ArrayTable.Negate) return ("-" + Within(node[0], Precedence.Product), Precedence.Negation);
        if (function == ArrayTable.Divide)
            return ($"{Within(node[0], Precedence.Product)}/{Within(node[1], Precedence.Power)}", Precedence.Product);
        if (isTyped && (function == ArrayTable.Multiply || function == ArrayTable.MatMul))
            return (string.Join(function == ArrayTable.Multiply ? style.Times : style.Matrix, node.Arguments.Select(
                (factor, i) => Within(factor, i == 0 ? Precedence.Product : Precedence.Power))), Precedence.Product);
        if (function == ArrayTable.Multiply || (function == ArrayTable.Power && node[1].Number is < 0)) return Product(node);
        if (function == ArrayTable.MatMul) return (Factors(node.Arguments), Precedence.Product);
        if (function == ArrayTable.Power) return Power(node[0], node[1]);
        if (function == ArrayTable.Transpose) return Transposed(node[0]);
        if (function == ArrayTable.Inv) return (style.Inverse(Within(node[0], Precedence.Atom)), Precedence.Atom);
        if (function == ArrayTable.Stack) return (style.List(node.Arguments.Select(part => Part(part).Text)), Precedence.Atom);
        if (function == ArrayTable.IndexSum)
        {
            (string body, Precedence precedence) = Part(node[2]);
            return style.IndexSum(style.Name(node.Name!), Part(node[0]).Text, Part(node[1]).Text, body, precedence);
        }

        if (function == ArrayTable.Element || function == ArrayTable.Row || function == ArrayTable.Column || function == ArrayTable.Range)
            return (Indexed(node), Precedence.Atom);
        return (style.Function(node, [.. node.Arguments.Select(argument => Part(argument).Text)], Options(node)), Precedence.Atom);
    }

    private string Within(ArrayNode node, Precedence needed)
    {
        (string text, Precedence precedence) = Part(node);
        return precedence < needed ? style.Brackets(text) : text;
    }

    private (string, Precedence) Number(double value)
    {
        (double top, double bottom) = Symbolic.Number.From(value).Printed;
        if (bottom == 1) return (style.Number(value), value < 0 ? Precedence.Negation : Precedence.Atom);
        return (style.Fraction(style.Number(top), style.Number(bottom)), value < 0 ? Precedence.Negation : Precedence.Product);
    }

    private (string, Precedence) Sum(ArrayNode node)
    {
        bool isFilled = node.Arguments.All(IsFilled);
        var text = new StringBuilder();
        foreach (ArrayNode term in node.Arguments)
        {
            string part = Within(isFilled ? term : Bare(term), Precedence.Sum + 1);
            bool isNegative = part.StartsWith('-');
            if (text.Length == 0) text.Append(part);
            else text.Append(isNegative ? " - " : " + ").Append(isNegative ? part[1..] : part);
        }

        return (text.ToString(), Precedence.Sum);
    }

    /// <summary>A number times ones, which a sum with an array repeats anyway.</summary>
    private static ArrayNode Bare(ArrayNode term)
    {
        if (!IsFilled(term) || term.Type.IsScalar) return term;
        if (!term.Is(ArrayTable.Multiply)) return One;
        return new ArrayNode
        {
            Id = -1,
            Function = ArrayTable.Multiply,
            Arguments = [.. term.Arguments.Where(factor => factor.Type.IsScalar)],
            Type =
                ArrayType.Scalar,
            Settings = term.Settings,
            Indices = term.Indices,
            Variables = term.Variables,
            Size = term.Size,
            Depth = term.Depth,
        };
    }

    private static bool IsFilled(ArrayNode term) => term.Type.IsScalar || term.Is(ArrayTable.Ones)
        || (term.Is(ArrayTable.Transpose) && term[0].Is(ArrayTable.Ones))
        || (term.Is(ArrayTable.Multiply) && term.Arguments.All(factor => factor.Type.IsScalar || IsFilled(factor)));

    /// <summary>Numerators in front, what has a negative power behind a slash.</summary>
    private (string, Precedence) Product(ArrayNode node)
    {
        ArrayNode[] factors = node.Is(ArrayTable.Multiply) ? node.Arguments : [node];
        double coefficient = node.Is(ArrayTable.Multiply) && node.Settings is [var c] ? c : 1;
        (double top, double bottom) = Symbolic.Number.From(coefficient).Printed;
        bool isNegative = top < 0;
        top = Math.Abs(top);
        ArrayNode[] above = [.. factors.Where(factor => !IsBelow(factor))];
        ArrayNode[] below = [.. factors.Where(IsBelow)];
        var pieces = new List<string>();
        ArrayNode[] arrays = [.. above.Where(factor => !factor.Type.IsScalar)];
        ArrayNode[] scalars = [.. above.Where(factor => factor.Type.IsScalar)];
        if (top != 1 || above.Length == 0) pieces.Add(style.Number(top));
        pieces.AddRange(scalars.Select(factor => Within(factor, factor.Is(ArrayTable.MatMul) ? Precedence.Atom : Precedence.Negation + 1)));
        if (arrays.Length == 1) pieces.Add(arrays[0].Is(ArrayTable.MatMul) ? Part(arrays[0]).Text : Within(arrays[0], Precedence.Power));
        else if (arrays.Length > 1)
            pieces.Add(string.Join(style.Entrywise, arrays.Select(factor => Within(factor, Precedence.Power))));
        string text = Juxtaposed(pieces);
        ArrayNode[] scalarsBelow = [.. below.Where(factor => factor.Type.IsScalar)];
        Precedence needed = style.IsFraction && scalarsBelow.Length == 1 && bottom == 1 ? Precedence.None : Precedence.Power;
        string[] lower =
        [
            .. bottom == 1 ? Array.Empty<string>() : [style.Number(bottom)],
            .. scalarsBelow.Select(factor => Within(Reciprocal(factor), needed)),
        ];
        if (lower.Length > 0)
        {
            text = style.Fraction(text, lower.Length == 1 ? lower[0] : style.IsFraction ? Juxtaposed(lower) : $"({Juxtaposed(lower)})");
        }

        foreach (ArrayNode factor in below.Where(factor => !factor.Type.IsScalar))
            text = style.Fraction(text, Within(Reciprocal(factor), style.IsFraction ? Precedence.None : Precedence.Power));
        return isNegative ? ("-" + text, Precedence.Negation) : (text, Precedence.Product);
    }

    private static bool IsBelow(ArrayNode factor) => factor.Is(ArrayTable.Power) && factor[1].Number is < 0;

    private static ArrayNode Reciprocal(ArrayNode power)
    {
        double exponent = -power[1].Number!.Value;
        if (exponent == 1) return power[0];
        ArrayNode positive = new()
        {
            Id = -1,
            Function = ArrayTable.Number,
            Arguments = [],
            Type = ArrayType.Scalar,
            Settings = [exponent],
            Indices = power.Indices,
            Variables = new HashSet<string>(),
            Size = 1,
            Depth = 1,
        };
        return new ArrayNode
        {
            Id = -1,
            Function = ArrayTable.Power,
            Arguments = [power[0], positive],
            Type = power.Type,
            Settings = [],
            Indices =
                power.Indices,
            Variables = power.Variables,
            Size = power.Size,
            Depth = power.Depth,
        };
    }

    /// <summary>Factors side by side: a space between names, none between a number and a bracket.</summary>
    private string Juxtaposed(IEnumerable<string> pieces)
    {
        var text = new StringBuilder();
        foreach (string piece in pieces)
        {
            if (text.Length > 0)
            {
                bool isNumber = char.IsAsciiDigit(piece[0]) || piece[0] == '.';
                text.Append(isNumber ? style.NumberTimes : char.IsAsciiDigit(text[^1]) && style.StartsWithBracket(piece)
                    && OnlyNumber(text) ? "" : " ");
            }

            text.Append(piece);
        }

        return text.ToString();

        static bool OnlyNumber(StringBuilder text)
        {
            for (int i = 0; i < text.Length; i++) if (!char.IsAsciiDigit(text[i]) && text[i] != '.') return false;
            return true;
        }
    }

    private string Factors(ArrayNode[] factors) => Juxtaposed(factors.Select(factor => Within(factor, Precedence.Power)));

    private (string, Precedence) Power(ArrayNode x, ArrayNode exponent)
    {
        if (exponent.Number == 0.5) return (style.Root(Part(x).Text), Precedence.Atom);
        string power = style.Exponent(Part(exponent).Text, Part(exponent).Precedence);
        return (style.Raised(Within(x, Precedence.Atom), power), Precedence.Power);
    }

    private (string, Precedence) Transposed(ArrayNode x) => x.Is(ArrayTable.Inv) && names?.Invoke(x) is null
        ? (style.InverseTransposed(Within(x[0], Precedence.Atom)), Precedence.Atom)
        : (style.Transposed(Within(x, Precedence.Atom)), Precedence.Atom);

    private string Indexed(ArrayNode node)
    {
        string x = Within(node[0], Precedence.Atom);
        string[] at = [.. node.Arguments.Skip(1).Select(index => Part(index).Text)];
        if (node.Is(ArrayTable.Row)) at = [.. at, .. Enumerable.Repeat(":", node[0].Type.Rank - 1)];
        if (node.Is(ArrayTable.Column)) at = [":", .. at];
        if (node.Is(ArrayTable.Range)) at = [$"{style.Number(node.Settings[0])}:{style.Number(node.Settings[1])}"];
        return style.Indexed(x, at);
    }

    private string Literal(Tensor value) => value.Rank == 0
        ? style.Number(value.To(DType.Float64).Item())
        : style.Literal(value);

    private IEnumerable<string> Options(ArrayNode node)
    {
        for (int i = 0; i < node.Settings.Length; i++)
        {
            if (node.Function.Scalar is not null) yield return style.Number(node.Settings[i]);
            else if (i < node.Function.Options.Length && node.Settings[i] != node.Function.Options[i].Default)
                yield return style.Option(node.Function.Options[i].Name, node.Settings[i]);
        }
    }
}
