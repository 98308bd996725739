using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>What is left of, or what comes of, a division in whole numbers.</summary>
internal enum DivisionResult
{
    /// <summary>The rest that has the divisor's sign.</summary>
    Remainder,

    /// <summary>The rest that has the dividend's sign.</summary>
    Fmod,

    /// <summary>The quotient rounded down.</summary>
    FloorDivide,

    /// <summary>The quotient rounded towards 0.</summary>
    TruncDivide,
}

/// <summary>A division in whole numbers, of reals too; of integers by 0 it is an error.</summary>
internal sealed record Division(DivisionResult Result) : PointwiseBinaryOp
{
    internal static readonly Division Remainder = new(DivisionResult.Remainder);
    internal static readonly Division Fmod = new(DivisionResult.Fmod);
    internal static readonly Division Floor = new(DivisionResult.FloorDivide);
    internal static readonly Division Trunc = new(DivisionResult.TruncDivide);

    public override OpFacts Facts => Result switch
    {
        DivisionResult.FloorDivide => Between(@"\left\lfloor\frac{#1}{#2}\right\rfloor"),
        DivisionResult.Remainder => new(new MathNotation(
            new Template(Precedence.Atom, "remainder(#1, #2)"),
            new Template(Precedence.Product, @"#1 \bmod #2", Precedence.Product, Precedence.Power)))
        {
            Domain = "#2 != 0",
        },
        _ => OpFacts.Function(Name) with { Domain = "#2 != 0" },
    };

    public override string Name => Result.ToString();

    protected override void Map<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        switch (Result)
        {
            case DivisionResult.Fmod:
                for (int i = 0; i < y.Length; i++) y[i] = a[i] % b[i];
                break;
            case DivisionResult.Remainder:
                for (int i = 0; i < y.Length; i++) y[i] = RemainderOf(a[i], b[i]);
                break;
            case DivisionResult.FloorDivide:
                for (int i = 0; i < y.Length; i++) y[i] = FloorOf(a[i], b[i]);
                break;
            default:
                TensorPrimitives.Divide(a, b, y);
                TensorPrimitives.Truncate(y, y);
                break;
        }
    }

    protected override void MapInteger<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            // The least integer by −1 is itself: its opposite does not fit, and dividing would fail.
            bool isMinusOne = T.IsNegative(b[i]) && b[i] == -T.One;
            T quotient = isMinusOne ? T.Zero - a[i] : a[i] / b[i];
            T rest = isMinusOne ? T.Zero : a[i] - (quotient * b[i]);
            bool isBelow = rest != T.Zero && T.IsNegative(rest) != T.IsNegative(b[i]);
            y[i] = Result switch
            {
                DivisionResult.Fmod => rest,
                DivisionResult.Remainder => isBelow ? rest + b[i] : rest,
                DivisionResult.FloorDivide => isBelow ? quotient - T.One : quotient,
                _ => quotient,
            };
        }
    }

    protected override Tensor? Scale(Tensor g, Call call, int input)
    {
        if (Result is DivisionResult.FloorDivide or DivisionResult.TruncDivide) return null;
        if (input == 0) return g;
        return -g * Engine.Apply(Result == DivisionResult.Fmod ? Trunc : Floor, call[0], call[1]);
    }

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x)
    {
        Kernel kernel = base.Bind(x);
        if (x[1].DType.IsFloatingPoint()) return kernel;
        return Kernel.Of((inputs, results) =>
        {
            if (inputs[1].Detach().Equal(0).Any())
                throw new AdjointException(
                    $"{Name}: an integer is divided by 0. Choose another divisor there, or divide real numbers, by To(DType.Float32).");
            kernel.Run(inputs, results);
        });
    }

    private static T RemainderOf<T>(T a, T b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T rest = a % b;
        return rest != T.Zero && b < T.Zero != rest < T.Zero ? rest + b : rest;
    }

    /// <summary>As Python divides: from the rest, so that quotient and rest fit together.</summary>
    private static T FloorOf<T>(T a, T b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (b == T.Zero) return a / b;
        T rest = a % b;
        T quotient = (a - rest) / b;
        if (rest != T.Zero && b < T.Zero != rest < T.Zero) quotient -= T.One;
        if (quotient == T.Zero) return T.CopySign(T.Zero, a / b);
        T whole = T.Floor(quotient);
        return quotient - whole > T.One / (T.One + T.One) ? whole + T.One : whole;
    }

    private static OpFacts Between(string latex) => new(new MathNotation(
        new Template(Precedence.Atom, "floor_divide(#1, #2)"), new Template(Precedence.Atom, latex)))
    {
        Domain = "#2 != 0",
    };
}
