using static Adjoint.Ops.Domain;

namespace Adjoint.Ops;

internal static partial class OpTable
{
    private static (Shape A, Shape B, int Limit)[] IntegerPairs => [([4], [4], 7), ([2, 3], [3], 5), ([2, 1], [1, 3], 60), ([], [2, 2], 9)];

    private static IEnumerable<OpCase> Integers(string method, Func<Tensor, Tensor, Tensor> apply) => IntegerPairs.Select(pair =>
        new OpCase(method, "", x => apply(x[0], x[1]), [Indices(pair.A, 100), Indices(pair.B, pair.Limit)]));

    private static IEnumerable<OpCase> Bits(
        string method, Func<Tensor, Tensor, Tensor> apply, Func<Tensor, Tensor> number, Func<Tensor, Tensor> first) =>
    [
        .. Integers(method, apply),
        One(method, "bool", x => apply(x[0], x[1]), In([2, 3], Truth), In([3], Truth)),
        One(method, "number", x => number(x[0]), Indices([2, 3], 100)),
        One(method, "number first", x => first(x[0]), Indices([2, 3], 100)),
    ];

    private static IEnumerable<OpCase> Either(
        string method, Func<Tensor, Tensor, Tensor> apply, Func<Tensor, Tensor> number, Domain first = Real, Domain second = Real,
        string attributes = "") =>
        [
            .. Binary(method, apply, first, second).Select(c => c with { Attributes = attributes }),
            .. Unary(method, number, first, attributes.Length == 0 ? "number" : attributes + " number"),
        ];

    /// <summary>Functions of one and two numbers besides those of the group before, and the operators.</summary>
    private static IEnumerable<OpCase> Pointwise() =>
    [
        .. All(
            Real, ("Exp2", x => x.Exp2()), ("Asinh", x => x.Asinh()), ("Floor", x => x.Floor()), ("Ceil", x => x.Ceil()),
            ("Trunc", x => x.Trunc()), ("Round", x => x.Round()), ("Frac", x => x.Frac()), ("SignBit", x => x.SignBit()),
            ("Deg2Rad", x => x.Deg2Rad()), ("Rad2Deg", x => x.Rad2Deg()), ("NanToNum", x => x.NanToNum()), ("Negative", x => x.Negative()),
            ("Positive", x => x.Positive()), ("IsFinite", x => x.IsFinite()), ("IsInf", x => x.IsInf()), ("IsPosInf", x => x.IsPosInf()),
            ("IsNegInf", x => x.IsNegInf()), ("op_UnaryPlus", x => +x), ("op_LogicalNot", x => !x)),
        .. Unary("Round", x => x.Round(1), attributes: "decimals=1"),
        .. Unary("Round", x => x.Round(-1), attributes: "decimals=-1"),
        .. Unary("NanToNum", x => x.NanToNum(1, 2, -3), attributes: "1 2 -3"),
        .. Unary("Cbrt", x => x.Cbrt(), Positive),
        .. Unary("Acosh", x => x.Acosh(), AboveOne),
        .. Unary("Atanh", x => x.Atanh(), Unit),
        .. Either("Add", (a, b) => a.Add(b, 1.5), x => x.Add(1.5), attributes: "alpha=1.5"),
        .. Either("Subtract", (a, b) => a.Subtract(b, 1.5), x => x.Subtract(1.5), attributes: "alpha=1.5"),
        .. Either("Multiply", (a, b) => a.Multiply(b), x => x.Multiply(1.5)),
        .. Either("Divide", (a, b) => a.Divide(b), x => x.Divide(1.5), Real, Positive),
        .. Either(
            "Divide", (a, b) => a.Divide(b, RoundingMode.Floor), x => x.Divide(1.375, RoundingMode.Floor), Real, Positive, "floor"),
        .. Either(
            "Divide", (a, b) => a.Divide(b, RoundingMode.Trunc), x => x.Divide(1.375, RoundingMode.Trunc), Real, Positive, "trunc"),
        .. Either("FloorDivide", (a, b) => a.FloorDivide(b), x => x.FloorDivide(1.375), Real, Positive),
        .. Either("Remainder", (a, b) => a.Remainder(b), x => x.Remainder(1.375), Real, Positive),
        .. Either("Fmod", (a, b) => a.Fmod(b), x => x.Fmod(1.375), Real, Positive),
        .. Either("op_Modulus", (a, b) => a % b, x => x % 1.375, Real, Positive),
        .. Unary("op_Modulus", x => 1.375 % x, Positive, "number first"),
        .. Either("CopySign", (a, b) => a.CopySign(b), x => x.CopySign(-2)),
        .. Either("FloatPower", (a, b) => a.FloatPower(b).To(a.DType), x => x.FloatPower(1.5).To(x.DType), Positive),
        .. Binary("Atan2", (a, b) => a.Atan2(b)),
        .. Binary("Hypot", (a, b) => a.Hypot(b)),
        .. Binary("NextAfter", (a, b) => a.NextAfter(b)),
        .. Binary("Heaviside", (a, b) => a.Heaviside(b)),
        .. Binary("Fmax", Tensor.Fmax),
        .. Binary("Fmin", Tensor.Fmin),
        .. Binary("Ldexp", (a, b) => a.Ldexp(b)),
        One("Ldexp", "integer", x => x[0].Ldexp(x[1]), In([2, 3]), Indices([3], 5)),
        .. Unary("Frexp", x => x.Frexp().Mantissa),
        .. Binary("Lerp", (a, b) => a.Lerp(b, 0.3)).Select(c => c with { Attributes = "0.3" }),
        One("Lerp", "", x => x[0].Lerp(x[1], x[2]), In([2, 3]), In([3]), In([2, 1])),
        One("Clamp", "tensors", x => x[0].Clamp(x[1], x[2]), In([2, 3]), In([3]), In([2, 1])),
        One("Clamp", "tensor min", x => x[0].Clamp(x[1]), In([2, 3]), In([3])),
        One("Clamp", "tensor max", x => x[0].Clamp(max: x[1]), In([2, 3]), In([3])),
        .. Binary("IsClose", (a, b) => a.IsClose(b, 0.5, 0.1)),
        .. Comparison("op_LessThan", (a, b) => a < b, x => x < 0.1),
        .. Comparison("op_LessThanOrEqual", (a, b) => a <= b, x => x <= 0.1),
        .. Comparison("op_GreaterThan", (a, b) => a > b, x => x > 0.1),
        .. Comparison("op_GreaterThanOrEqual", (a, b) => a >= b, x => x >= 0.1),
        .. Comparison("op_Equality", (a, b) => a == b, x => x == 0.1),
        .. Comparison("op_Inequality", (a, b) => a != b, x => x != 0.1),
        .. Unary("op_LessThan", x => 0.1 < x, attributes: "number first"),
        .. Unary("op_LessThanOrEqual", x => 0.1 <= x, attributes: "number first"),
        .. Unary("op_GreaterThan", x => 0.1 > x, attributes: "number first"),
        .. Unary("op_GreaterThanOrEqual", x => 0.1 >= x, attributes: "number first"),
        .. Unary("op_Equality", x => 0.1 == x, attributes: "number first"),
        .. Unary("op_Inequality", x => 0.1 != x, attributes: "number first"),
        .. Bits("op_BitwiseAnd", (a, b) => a & b, x => x & 6, x => 6 & x),
        .. Bits("op_BitwiseOr", (a, b) => a | b, x => x | 6, x => 6 | x),
        .. Bits("op_ExclusiveOr", (a, b) => a ^ b, x => x ^ 6, x => 6 ^ x),
        .. Integers("BitwiseAnd", (a, b) => a.BitwiseAnd(b)),
        .. Integers("BitwiseOr", (a, b) => a.BitwiseOr(b)),
        .. Integers("BitwiseXor", (a, b) => a.BitwiseXor(b)),
        .. Integers("BitwiseLeftShift", (a, b) => a.BitwiseLeftShift(b)),
        .. Integers("BitwiseRightShift", (a, b) => a.BitwiseRightShift(b)),
        .. Integers("op_LeftShift", (a, b) => a << b),
        .. Integers("op_RightShift", (a, b) => a >> b),
        .. Integers("Gcd", (a, b) => a.Gcd(b)),
        .. Integers("Lcm", (a, b) => a.Lcm(b)),
        One("op_LeftShift", "number", x => x[0] << 3, Indices([2, 3], 100)),
        One("op_RightShift", "number", x => x[0] >> 3, Indices([2, 3], 100)),
        One("BitwiseNot", "", x => x[0].BitwiseNot(), Indices([2, 3], 100)),
        One("BitwiseNot", "bool", x => x[0].BitwiseNot(), In([2, 3], Truth)),
        One("op_OnesComplement", "", x => ~x[0], Indices([2, 3], 100)),
        One("Remainder", "integer", x => x[0].Remainder(x[1] + 1), Indices([2, 3], 100), Indices([3], 9)),
    ];

    /// <summary>Functions of analysis and statistics.</summary>
    private static IEnumerable<OpCase> Special() =>
    [
        .. All(
            Real, ("Erfc", x => x.Erfc()), ("Sinc", x => x.Sinc()), ("I0", x => x.I0()), ("I0e", x => x.I0e()), ("I1", x => x.I1()),
            ("I1e", x => x.I1e())),
        .. All(
            Positive, ("Lgamma", x => x.Lgamma()), ("Digamma", x => x.Digamma()), ("Entr", x => x.Entr())),
        .. Unary("Polygamma", x => x.Polygamma(1), Positive, "1"),
        .. Unary("Polygamma", x => x.Polygamma(2), Positive, "2"),
        .. Unary("Mvlgamma", x => x.Mvlgamma(3), AboveOne, "3"),
        .. Unary("Erfinv", x => x.Erfinv(), Unit),
        .. Unary("Logit", x => x.Logit(), Probability),
        .. Unary("Logit", x => x.Logit(0.3), Probability, "eps=0.3"),
        .. Either("Xlogy", (a, b) => a.Xlogy(b), x => x.Xlogy(1.5), Real, Positive),
        .. Either("Xlog1py", (a, b) => a.Xlog1py(b), x => x.Xlog1py(1.5), Real, Positive),
        .. Binary("LogAddExp", (a, b) => a.LogAddExp(b)),
        .. Binary("LogAddExp2", (a, b) => a.LogAddExp2(b)),
    ];

    /// <summary>Random numbers whose distribution depends on tensors.</summary>
    private static IEnumerable<OpCase> Samples() =>
    [
        One("Poisson", "", x => Tensor.Poisson(x[0], new Generator(7)), In([5, 4], Positive)),
        One("Poisson", "large", x => Tensor.Poisson(x[0] * 16, new Generator(7)), In([5, 4], Positive)),
        One("Multinomial", "", x => Tensor.Multinomial(x[0], 3, generator: new Generator(7)), In([5, 4], Positive)),
        One("Multinomial", "replacement", x => Tensor.Multinomial(x[0], 6, true, new Generator(7)), In([4], Positive)),
        One("GumbelSoftmax", "", x => x[0].GumbelSoftmax(0.7, generator: new Generator(7)), In([5, 4])),
    ];
}
