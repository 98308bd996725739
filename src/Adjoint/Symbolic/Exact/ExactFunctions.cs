using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>Operations on exact numbers.</summary>
internal static class ExactFunctions
{
    private static readonly Rational Half = new(1, 2);

    /// <summary>The result of a call.</summary>
    public static ExactNumber Apply(Call call, ExactNumber[] x)
    {
        return call.Op switch
        {
            Add => x[0] + x[1],
            Subtract => x[0] - x[1],
            Multiply => x[0] * x[1],
            Divide when !x[1].IsZero => x[0] / x[1],
            Negate => -x[0],
            Square => x[0].Power(new Rational(2, 1)),
            Reciprocal when !x[0].IsZero => x[0].Power(new Rational(-1, 1)),
            Sqrt when x[0].Value >= 0 => x[0].Power(Half),
            Rsqrt when x[0].Value > 0 => x[0].Power(-Half),
            Cbrt => x[0].Value < 0 ? -(-x[0]).Power(new Rational(1, 3)) : x[0].Power(new Rational(1, 3)),
            Pow when x[1].Fraction is { } exponent && (exponent.IsInteger ? !x[0].IsZero || exponent.Sign >= 0 : x[0].Value > 0)
                && BigInteger.Abs(exponent.Top) < 100_000 => x[0].Power(exponent),
            Exp => Exponential(x[0]),
            Exp2 when x[0].Fraction is { } power => ExactNumber.From(new Rational(2, 1)).Power(power),
            Log when x[0].Value > 0 => Logarithm(x[0]),
            Log2 when x[0].Value > 0 => Logarithm(x[0]) / ExactNumber.Of(Atom.Logarithm(2)),
            Log10 when x[0].Value > 0 => Logarithm(x[0]) / ExactNumber.Of(Atom.Logarithm(10)),
            Abs => x[0].Value < 0 ? -x[0] : x[0],
            Relu => x[0].Value > 0 ? x[0] : ExactNumber.Zero,
            Sign => ExactNumber.From((double)Math.Sign(x[0].Value)),
            Ops.Gate => x[1].Value > 0 ? x[0] : ExactNumber.Zero,
            Maximum => x[0].Value >= x[1].Value ? x[0] : x[1],
            Minimum => x[0].Value <= x[1].Value ? x[0] : x[1],
            Where => x[0].IsZero ? x[2] : x[1],
            Cast or Copy => x[0],
            LeakyRelu leaky => x[0].Value > 0 ? x[0] : x[0] * ExactNumber.From(leaky.NegativeSlope),
            Clamp clamp => x[0].Value < clamp.Min ? ExactNumber.From(clamp.Min) : x[0].Value > clamp.Max ? ExactNumber.From(clamp.Max)
                : x[0],
            Hardtanh hard => x[0].Value < hard.Min ? ExactNumber.From(hard.Min) : x[0].Value > hard.Max ? ExactNumber.From(hard.Max) : x[0],
            Sin when Special(x[0], 0) is { } sine => sine,
            Cos when Special(x[0], 6) is { } cosine => cosine,
            Compare or Logical => ExactNumber.From(Number(call, x)),
            Sigmoid => ExactNumber.One / (ExactNumber.One + Exponential(-x[0])),
            _ => Other(call, x),
        };
    }

    /// <summary>A function whose value has no simpler form: it is written as it is, unless the value is a whole number.</summary>
    private static ExactNumber Other(Call call, ExactNumber[] x)
    {
        double value = Number(call, x);
        if (Math.Abs(value) < 1e9 && double.IsInteger(value) && Array.TrueForAll(x, argument => argument.IsFraction))
            return ExactNumber.From(value);
        MathNotation notation = OperationTable.FactsOf(call.Op).Notation;
        return ExactNumber.Of(new Atom(AtomKind.Function, Text(notation.Text, false), Text(notation.Latex, true), value));

        string Text(Template template, bool latex) => string.Concat(template.Pieces(x.Length).Select(piece =>
            piece.Operand is not { } operand ? piece.Literal
            : template.Operand(operand) > Precedence.None && !(x[operand].Fraction is { IsInteger: true, Sign: >= 0 })
                ? $"({(latex ? x[operand].Latex : x[operand].Text)})"
                : latex ? x[operand].Latex : x[operand].Text));
    }

    private static double Number(Call call, ExactNumber[] x)
    {
        using Scope scope = GradMode.Off();
        Tensor y = Engine.Apply(call.Op, [.. x.Select((value, i) => Tensor.Scalar(value.Value, call[i].DType))]);
        return y.To(DType.Float64).Item();
    }

    private static ExactNumber Exponential(ExactNumber u)
    {
        ExactNumber result = ExactNumber.One;
        foreach (ExactNumber.Product part in u.Parts)
        {
            if (part.Powers.Length == 0) result *= ExactNumber.Of(Atom.E).Power(part.Factor);
            else if (part.Powers is [({ Kind: AtomKind.Logarithm } log, var one)] && one == Rational.One
                && BigInteger.Abs(part.Factor.Top) < 1000)
                result *= ExactNumber.From(new Rational(log.Argument, 1)).Power(part.Factor);
            else
            {
                ExactNumber exponent = ExactNumber.From(part);
                result *= ExactNumber.Of(new Atom(AtomKind.Function, $"exp({exponent.Text})", $"e^{{{exponent.Latex}}}",
                    Math.Exp(exponent.Value)));
            }
        }

        return result;
    }

    private static ExactNumber Logarithm(ExactNumber u)
    {
        if (u.Parts is not [var product] || !product.IsPositive || Factors.Of(product.Factor) is not { } primes) return Plain();
        // A power of a single number has its exponent in front; other fractions keep their logarithm.
        ExactNumber sum = ExactNumber.Zero;
        foreach ((Atom atom, Rational exponent) in product.Powers)
        {
            if (atom.Kind == AtomKind.E) sum += ExactNumber.From(exponent);
            else if (atom.Kind == AtomKind.Prime) sum += ExactNumber.Of(Atom.Logarithm(atom.Argument)) * ExactNumber.From(exponent);
            else return Plain();
        }

        return sum + Whole(product.Factor.Top) - Whole(product.Factor.Bottom);

        ExactNumber Whole(BigInteger n)
        {
            if (n.IsOne) return ExactNumber.Zero;
            List<(BigInteger Prime, int Power)> own = Factors.Of(new Rational(n, 1))!;
            int common = own.Aggregate(0, (a, p) => (int)BigInteger.GreatestCommonDivisor(a, p.Power));
            BigInteger root = own.Aggregate(BigInteger.One, (a, p) => a * BigInteger.Pow(p.Prime, p.Power / common));
            return ExactNumber.Of(Atom.Logarithm(root)) * ExactNumber.From(new Rational(common, 1));
        }

        ExactNumber Plain() => ExactNumber.Of(new Atom(AtomKind.Function, $"log({u.Text})", $@"\log\left({u.Latex}\right)",
            Math.Log(u.Value)));
    }

    /// <summary>The sine of a multiple of π/12 and a shift in twelfths; null where it is no root of a simple fraction.</summary>
    private static ExactNumber? Special(ExactNumber angle, int shift)
    {
        Rational turns;
        if (angle.IsZero) turns = Rational.Zero;
        else if (angle.Parts is [{ Powers: [({ Kind: AtomKind.Pi }, var one)] } part] && one == Rational.One) turns = part.Factor;
        else return null;
        Rational twelfths = turns * new Rational(12, 1);
        if (!twelfths.IsInteger) return null;
        int place = (int)((((twelfths.Top + shift) % 24) + 24) % 24);
        int sign = place > 12 ? -1 : 1;
        place = place > 12 ? place - 12 : place;
        place = place > 6 ? 12 - place : place;
        ExactNumber? value = place switch
        {
            0 => ExactNumber.Zero,
            2 => ExactNumber.From(Half),
            3 => ExactNumber.From(Half).Power(Half),
            4 => ExactNumber.From(new Rational(3, 4)).Power(Half),
            6 => ExactNumber.One,
            _ => null,
        };
        return value is null ? null : sign < 0 ? -value : value;
    }
}
