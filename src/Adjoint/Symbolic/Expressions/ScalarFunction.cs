using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>A function of the expression language: how it is called, and the operation behind it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Least">The fewest arguments.</param>
/// <param name="Most">The most arguments.</param>
/// <param name="Settings">From which argument on they must be constants, since they are attributes of the operation.</param>
/// <param name="Apply">The operation on the variable arguments and the constants.</param>
internal sealed record ScalarFunction(string Name, int Least, int Most, int Settings, Func<Tensor[], double[], Tensor> Apply)
{
    /// <summary>All functions by name.</summary>
    public static IReadOnlyDictionary<string, ScalarFunction> All { get; } = Create();

    /// <summary>The functions of one number, under the names that their facts state.</summary>
    private static Op[] Operations =>
    [
        Abs.Op, Sign.Op, Square.Op, Sqrt.Op, Rsqrt.Op, Reciprocal.Op, Exp.Op, Expm1.Op, Log.Op, Log1p.Op, Log2.Op, Log10.Op,
        Sin.Op, Cos.Op, Tan.Op, Asin.Op, Acos.Op, Atan.Op, Sinh.Op, Cosh.Op, Tanh.Op, Erf.Op, Sigmoid.Op, Relu.Op, Gelu.Op,
        GeluTanh.Op, Silu.Op, Mish.Op, Hardswish.Op, Exp2.Op, Cbrt.Op, Asinh.Op, Acosh.Op, Atanh.Op, Erfc.Op, Erfinv.Op, Lgamma.Op,
        Digamma.Op, Entr.Op, Logit.Op, WholeNumber.Floor, WholeNumber.Ceil, WholeNumber.Round, WholeNumber.Trunc,
    ];

    private static Dictionary<string, ScalarFunction> Create()
    {
        var all = new Dictionary<string, ScalarFunction>();
        foreach (Op op in Operations)
            foreach (string name in op.Facts.Spellings) One(name, x => Engine.Apply(op, x));
        One("relu6", x => x.Relu6());
        Add("softplus", 1, 3, 1, (x, c) => x[0].Softplus(Setting(c, 0, 1), Setting(c, 1, 20)));
        Add("leaky_relu", 1, 2, 1, (x, c) => x[0].LeakyRelu(Setting(c, 0, 0.01)));
        Add("elu", 1, 2, 1, (x, c) => x[0].Elu(Setting(c, 0, 1)));
        Add("hardtanh", 1, 3, 1, (x, c) => x[0].Hardtanh(Setting(c, 0, -1), Setting(c, 1, 1)));
        Add("clamp", 3, 3, 1, (x, c) => x[0].Clamp(c[0], c[1]));
        Add("polygamma", 2, 2, 1, (x, c) => x[0].Polygamma((int)c[0]));
        Add("sinc", 1, 2, 1, (x, c) => Engine.Apply(new Sinc(Math.Max(0, (int)Setting(c, 0, 0))), x[0]));
        Add("bessel_i", 2, 2, 1, (x, c) => Engine.Apply(new Bessel(Math.Abs((int)c[0]), false), x[0]));
        Add("bessel_ie", 2, 2, 1, (x, c) => Engine.Apply(new Bessel(Math.Abs((int)c[0]), true), x[0]));
        Add("atan2", 2, 2, 2, (x, _) => x[0].Atan2(x[1]));
        Add("hypot", 2, 2, 2, (x, _) => x[0].Hypot(x[1]));
        Add("xlogy", 2, 2, 2, (x, _) => x[0].Xlogy(x[1]));
        Add("xlog1py", 2, 2, 2, (x, _) => x[0].Xlog1py(x[1]));
        Add("log_add_exp", 2, 2, 2, (x, _) => x[0].LogAddExp(x[1]));
        Add("log_add_exp2", 2, 2, 2, (x, _) => x[0].LogAddExp2(x[1]));
        Add("remainder", 2, 2, 2, (x, _) => x[0].Remainder(x[1]));
        Add("fmod", 2, 2, 2, (x, _) => x[0].Fmod(x[1]));
        Add("floor_divide", 2, 2, 2, (x, _) => x[0].FloorDivide(x[1]));
        Add("trunc_divide", 2, 2, 2, (x, _) => x[0].Divide(x[1], RoundingMode.Trunc));
        Add("copy_sign", 2, 2, 2, (x, _) => x[0].CopySign(x[1]));
        Add("pow", 2, 2, 2, (x, _) => x[0].Pow(x[1]));
        Add("min", 2, int.MaxValue, int.MaxValue, (x, _) => x.Aggregate(Tensor.Minimum));
        Add("max", 2, int.MaxValue, int.MaxValue, (x, _) => x.Aggregate(Tensor.Maximum));
        return all;

        void One(string name, Func<Tensor, Tensor> apply) => Add(name, 1, 1, 1, (x, _) => apply(x[0]));

        void Add(string name, int least, int most, int settings, Func<Tensor[], double[], Tensor> apply) =>
            all.Add(name, new ScalarFunction(name, least, most, settings, apply));
    }

    /// <summary>How many arguments it takes, in words.</summary>
    public string Arity => Most == int.MaxValue ? $"at least {Least} arguments"
        : Least == Most ? $"{Least} argument{(Least == 1 ? "" : "s")}" : $"{Least} to {Most} arguments";

    private static double Setting(double[] given, int index, double otherwise) => index < given.Length ? given[index] : otherwise;
}
