using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>What operations on numbers are called in other languages, with #1, #2 for the operands.</summary>
internal static class CodeTable
{
    /// <summary>Torch, NumPy and C#.</summary>
    private static readonly Dictionary<Type, (string Torch, string Numpy, string CSharp)> Patterns = new()
    {
        [typeof(Add)] = All("(#1 + #2)"),
        [typeof(Subtract)] = All("(#1 - #2)"),
        [typeof(Multiply)] = All("#1 * #2"),
        [typeof(Divide)] = All("(#1 / #2)"),
        [typeof(Negate)] = All("(-#1)"),
        [typeof(Square)] = ("(#1 ** 2)", "(#1 ** 2)", "Math.Pow(#1, 2)"),
        [typeof(Reciprocal)] = All("(1 / #1)"),
        [typeof(Pow)] = ("(#1 ** #2)", "(#1 ** #2)", "Math.Pow(#1, #2)"),
        [typeof(Sqrt)] = Same("sqrt"),
        [typeof(Rsqrt)] = ("torch.rsqrt(#1)", "(1 / np.sqrt(#1))", "(1 / Math.Sqrt(#1))"),
        [typeof(Cbrt)] = ("(torch.sign(#1) * torch.abs(#1) ** (1 / 3))", "np.cbrt(#1)", "Math.Cbrt(#1)"),
        [typeof(Exp)] = Same("exp"),
        [typeof(Exp2)] = ("torch.exp2(#1)", "np.exp2(#1)", "Math.Pow(2, #1)"),
        [typeof(Expm1)] = ("torch.expm1(#1)", "np.expm1(#1)", "(Math.Exp(#1) - 1)"),
        [typeof(Log)] = Same("log"),
        [typeof(Log1p)] = ("torch.log1p(#1)", "np.log1p(#1)", "Math.Log(1 + #1)"),
        [typeof(Log2)] = ("torch.log2(#1)", "np.log2(#1)", "Math.Log2(#1)"),
        [typeof(Log10)] = ("torch.log10(#1)", "np.log10(#1)", "Math.Log10(#1)"),
        [typeof(Sin)] = Same("sin"),
        [typeof(Cos)] = Same("cos"),
        [typeof(Tan)] = Same("tan"),
        [typeof(Asin)] = ("torch.asin(#1)", "np.arcsin(#1)", "Math.Asin(#1)"),
        [typeof(Acos)] = ("torch.acos(#1)", "np.arccos(#1)", "Math.Acos(#1)"),
        [typeof(Atan)] = ("torch.atan(#1)", "np.arctan(#1)", "Math.Atan(#1)"),
        [typeof(Sinh)] = Same("sinh"),
        [typeof(Cosh)] = Same("cosh"),
        [typeof(Tanh)] = Same("tanh"),
        [typeof(Asinh)] = ("torch.asinh(#1)", "np.arcsinh(#1)", "Math.Asinh(#1)"),
        [typeof(Acosh)] = ("torch.acosh(#1)", "np.arccosh(#1)", "Math.Acosh(#1)"),
        [typeof(Atanh)] = ("torch.atanh(#1)", "np.arctanh(#1)", "Math.Atanh(#1)"),
        [typeof(Atan2)] = ("torch.atan2(#1, #2)", "np.arctan2(#1, #2)", "Math.Atan2(#1, #2)"),
        [typeof(Hypot)] = ("torch.hypot(#1, #2)", "np.hypot(#1, #2)", "Math.Sqrt(#1 * #1 + #2 * #2)"),
        [typeof(Abs)] = Same("abs"),
        [typeof(Sign)] = ("torch.sign(#1)", "np.sign(#1)", "Math.Sign(#1)"),
        [typeof(Minimum)] = ("torch.minimum(#1, #2)", "np.minimum(#1, #2)", "Math.Min(#1, #2)"),
        [typeof(Maximum)] = ("torch.maximum(#1, #2)", "np.maximum(#1, #2)", "Math.Max(#1, #2)"),
        [typeof(Relu)] = ("torch.relu(#1)", "np.maximum(#1, 0)", "Math.Max(#1, 0)"),
        [typeof(Sigmoid)] = ("torch.sigmoid(#1)", "(1 / (1 + np.exp(-#1)))", "(1 / (1 + Math.Exp(-#1)))"),
        [typeof(Silu)] = ("(#1 * torch.sigmoid(#1))", "(#1 / (1 + np.exp(-#1)))", "(#1 / (1 + Math.Exp(-#1)))"),
        [typeof(Erf)] = ("torch.erf(#1)", "math.erf(#1)", ""),
        [typeof(Erfc)] = ("torch.erfc(#1)", "math.erfc(#1)", ""),
        [typeof(Lgamma)] = ("torch.lgamma(#1)", "math.lgamma(#1)", ""),
        [typeof(Digamma)] = ("torch.digamma(#1)", "", ""),
        [typeof(Gelu)] = ("torch.nn.functional.gelu(#1)", "(0.5 * #1 * (1 + math.erf(#1 / math.sqrt(2))))", ""),
        [typeof(Mish)] = ("torch.nn.functional.mish(#1)", "(#1 * np.tanh(np.log1p(np.exp(#1))))",
            "(#1 * Math.Tanh(Math.Log(1 + Math.Exp(#1))))"),
        [typeof(Hardswish)] = (
            "torch.nn.functional.hardswish(#1)", "(#1 * np.clip(#1 + 3, 0, 6) / 6)", "(#1 * Math.Clamp(#1 + 3, 0, 6) / 6)"),
        [typeof(Where)] = ("torch.where(#1, #2, #3)", "np.where(#1, #2, #3)", "(#1 ? #2 : #3)"),
        [typeof(Ops.Gate)] = ("torch.where(#2 > 0, #1, 0 * #1)", "np.where(#2 > 0, #1, 0)", "(#2 > 0 ? #1 : 0)"),
        [typeof(Cast)] = ("(#1).double()", "np.float64(#1)", "(#1 ? 1.0 : 0.0)"),
    };

    /// <summary>The pattern of an operation; null if the language has none.</summary>
    public static string? Find(Op op, ProgramLanguage language) => op switch
    {
        Compare compare => compare.Relation switch
        {
            Relation.Equal => "(#1 == #2)",
            Relation.NotEqual => "(#1 != #2)",
            Relation.Less => "(#1 < #2)",
            _ => "(#1 <= #2)",
        },
        Logical logical => (logical.Connective, language == ProgramLanguage.CSharp) switch
        {
            (Connective.And, true) => "(#1 && #2)",
            (Connective.Or, true) => "(#1 || #2)",
            (Connective.And, _) => "(#1 & #2)",
            (Connective.Or, _) => "(#1 | #2)",
            _ => "(#1 ^ #2)",
        },
        Clamp clamp => Limited(clamp.Min, clamp.Max, language),
        Hardtanh hard => Limited(hard.Min, hard.Max, language),
        LeakyRelu leaky => Chosen(language, "#1 > 0", "#1", $"{Number(leaky.NegativeSlope)} * #1"),
        Elu elu => Chosen(language, "#1 > 0", "#1", $"{Number(elu.Alpha)} * {Call(language, "exp")}(#1) - {Number(elu.Alpha)}"),
        Softplus soft => Chosen(
            language, $"{Number(soft.Beta)} * #1 > {Number(soft.Threshold)}", "#1",
            $"{Call(language, "log")}(1 + {Call(language, "exp")}({Number(soft.Beta)} * #1)) / {Number(soft.Beta)}"),
        _ => Patterns.TryGetValue(op.GetType(), out (string Torch, string Numpy, string CSharp) found)
            ? language switch
            {
                ProgramLanguage.Torch => found.Torch,
                ProgramLanguage.Numpy => found.Numpy,
                _ => found.CSharp,
            } is { Length: > 0 } pattern ? pattern : null
            : null,
    };

    public static string Number(double value) =>
        double.IsFinite(value) ? (double.IsInteger(value) && Math.Abs(value) < 1e15 ? value.ToString("F1",
            CultureInfo.InvariantCulture) : MathNotation.Number(value))
        : value > 0 ? "1e999" : "-1e999";

    private static string Limited(double min, double max, ProgramLanguage language) => language switch
    {
        ProgramLanguage.Torch => $"torch.clamp(#1, {Number(min)}, {Number(max)})",
        ProgramLanguage.Numpy => $"np.clip(#1, {Number(min)}, {Number(max)})",
        _ => $"Math.Min(Math.Max(#1, {CSharpNumber(min)}), {CSharpNumber(max)})",
    };

    public static string CSharpNumber(double value) =>
        double.IsFinite(value) ? Number(value) : value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";

    private static string Chosen(ProgramLanguage language, string condition, string then, string otherwise) => language switch
    {
        ProgramLanguage.Torch => $"torch.where({condition}, {then}, {otherwise})",
        ProgramLanguage.Numpy => $"({then} if {condition} else {otherwise})",
        _ => $"({condition} ? {then} : {otherwise})",
    };

    private static string Call(ProgramLanguage language, string function) => language switch
    {
        ProgramLanguage.Torch => "torch." + function,
        ProgramLanguage.Numpy => "np." + function,
        _ => "Math." + char.ToUpperInvariant(function[0]) + function[1..],
    };

    private static (string Torch, string Numpy, string CSharp) All(string pattern) =>
        pattern == "#1 * #2" ? ("(#1 * #2)", "(#1 * #2)", "(#1 * #2)") : (pattern, pattern, pattern);

    private static (string Torch, string Numpy, string CSharp) Same(string function) =>
        ($"torch.{function}(#1)", $"np.{function}(#1)", $"Math.{char.ToUpperInvariant(function[0])}{function[1..]}(#1)");
}
