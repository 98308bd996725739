using Adjoint.Ops;

namespace Adjoint.Symbolic;

/// <summary>Constants that rules of differentiation hold as digits, as what they are: log(10), sqrt(2/π).</summary>
internal sealed class KnownConstants(Algebra algebra)
{
    private static readonly double[] Digits =
    [
        double.Log(2), 1 / double.Log(2), double.Log(10), 1 / double.Log(10), double.Sqrt(0.5), 1 / double.Sqrt(2 * double.Pi),
        2 / double.Sqrt(double.Pi), double.Sqrt(double.Pi) / 2, double.Sqrt(2 / double.Pi), 0.044715 * double.Sqrt(2 / double.Pi),
        1.5 * 0.044715 * double.Sqrt(2 / double.Pi), 0.5 * double.Sqrt(2 / double.Pi), double.Sqrt(2), 1 / double.Sqrt(double.Pi),
    ];

    private readonly Dictionary<DType, Term> pis = [];

    /// <summary>The term of a constant; null if it is none of these.</summary>
    public Term? Find(double value, DType type)
    {
        if (double.IsInteger(value)) return null;
        for (int i = 0; i < Digits.Length; i++)
            if (IsSame(value, Digits[i], type)) return Known(i, type);
        return null;
    }

    /// <summary>The one π of a simplification, wherever it comes from.</summary>
    public Term Pi(DType type)
    {
        if (pis.TryGetValue(type, out Term? known)) return known;
        Tensor pi = Tensor.Scalar(double.Pi, type).WithGrad();
        pi.Name = "pi";
        return pis[type] = algebra.Table.Leaf(pi, -1);
    }

    private static bool IsSame(double value, double known, DType type) => type == DType.Float32
        ? (float)value == (float)known
        : Math.Abs(value - known) <= 1e-15 * Math.Abs(known);

    private Term Known(int place, DType type)
    {
        Term two = algebra.Table.Constant(new Number(2, 1), type);
        Term pi = Pi(type);
        Number one = Number.One;
        var half = new Number(1, 2);
        Term quotient = algebra.Product(new Number(2, 1), (pi, -one));
        return place switch
        {
            0 => Logarithm(2),
            1 => algebra.Product(one, (Logarithm(2), -one)),
            2 => Logarithm(10),
            3 => algebra.Product(one, (Logarithm(10), -one)),
            4 => algebra.Product(one, (two, -half)),
            5 => algebra.Product(one, (algebra.Table.Scale(pi, two.Value), -half)),
            6 => algebra.Product(new Number(2, 1), (pi, -half)),
            7 => algebra.Product(half, (pi, half)),
            8 => algebra.Product(one, (quotient, half)),
            9 => algebra.Product(new Number(8943, 200000), (quotient, half)),
            10 => algebra.Product(new Number(26829, 400000), (quotient, half)),
            11 => algebra.Product(half, (quotient, half)),
            12 => algebra.Product(one, (two, half)),
            _ => algebra.Product(one, (pi, -half)),
        };

        Term Logarithm(double of) => algebra.Table.Function(Log.Op, type, algebra.Table.Constant(new Number(of, 1), type));
    }
}
