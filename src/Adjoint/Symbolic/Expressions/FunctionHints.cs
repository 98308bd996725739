namespace Adjoint.Symbolic;

/// <summary>What functions that go by other names elsewhere are called here.</summary>
internal static class FunctionHints
{
    private static readonly Dictionary<string, string> Hints = new(StringComparer.OrdinalIgnoreCase)
    {
        ["swish"] = "swish is silu(x)",
        ["logistic"] = "the logistic function is sigmoid(x)",
        ["expit"] = "the logistic function is sigmoid(x)",
        ["arcsin"] = "the arc sine is asin(x)",
        ["arccos"] = "the arc cosine is acos(x)",
        ["arctan"] = "the arc tangent is atan(x)",
        ["arctan2"] = "the angle of a point is atan2(y, x)",
        ["arsinh"] = "the inverse is asinh(x)",
        ["arcosh"] = "the inverse is acosh(x)",
        ["artanh"] = "the inverse is atanh(x)",
        ["tg"] = "the tangent is tan(x)",
        ["ctg"] = "the cotangent is 1/tan(x)",
        ["cot"] = "the cotangent is 1/tan(x)",
        ["sec"] = "the secant is 1/cos(x)",
        ["csc"] = "the cosecant is 1/sin(x)",
        ["cosec"] = "the cosecant is 1/sin(x)",
        ["coth"] = "it is 1/tanh(x)",
        ["sech"] = "it is 1/cosh(x)",
        ["csch"] = "it is 1/sinh(x)",
        ["lg"] = "the logarithms are log(x), log2(x) and log10(x)",
        ["lb"] = "the logarithm to base 2 is log2(x)",
        ["logn"] = "the natural logarithm is log(x)",
        ["root"] = "roots are sqrt(x), cbrt(x) and x^(1/n)",
        ["power"] = "a power is x^y",
        ["sqr"] = "a square is x^2",
        ["sgn"] = "the sign is sign(x)",
        ["signum"] = "the sign is sign(x)",
        ["heaviside"] = "a step is [x > 0]",
        ["step"] = "a step is [x > 0]",
        ["gamma"] = "the gamma function is exp(lgamma(x))",
        ["factorial"] = "n! is exp(lgamma(n + 1))",
        ["lrelu"] = "it is leaky_relu(x, slope)",
        ["leakyrelu"] = "it is leaky_relu(x, slope)",
        ["mod"] = "the remainder is remainder(x, y)",
        ["iff"] = "a choice is cases(x > 0, x, 0)",
        ["if"] = "a choice is cases(x > 0, x, 0)",
        ["piecewise"] = "a choice is cases(x > 0, x, 0)",
    };

    /// <summary>The hint for a name; null if there is none.</summary>
    public static string? Find(string name) => Hints.GetValueOrDefault(name);
}
