using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>How the bits of two integers are combined.</summary>
internal enum IntegerRule
{
    /// <summary>Bits that both have.</summary>
    BitwiseAnd,

    /// <summary>Bits that either has.</summary>
    BitwiseOr,

    /// <summary>Bits that exactly one has.</summary>
    BitwiseXor,

    /// <summary>The first times 2 to the second, without what overflows.</summary>
    BitwiseLeftShift,

    /// <summary>The first by 2 to the second, rounded down.</summary>
    BitwiseRightShift,

    /// <summary>The greatest common divisor.</summary>
    Gcd,

    /// <summary>The least common multiple.</summary>
    Lcm,
}

/// <summary>Combines two integer tensors of one shape and type, for and, or, xor also bool.</summary>
internal sealed record Combine(IntegerRule Rule) : NondifferentiableOp, IIntegerOp
{
    public override OpFacts Facts => Rule switch
    {
        IntegerRule.BitwiseAnd => new(MathNotation.Infix(Precedence.Truth, " & ", @"\mathbin{\&}")),
        IntegerRule.BitwiseOr => new(MathNotation.Infix(Precedence.Truth, " | ", @"\mid")),
        IntegerRule.BitwiseXor => new(MathNotation.Infix(Precedence.Truth, " xor ", @"\oplus")),
        IntegerRule.BitwiseLeftShift => new(MathNotation.Infix(Precedence.Comparison, " << ", @"\ll")),
        IntegerRule.BitwiseRightShift => new(MathNotation.Infix(Precedence.Comparison, " >> ", @"\gg")),
        IntegerRule.Gcd => new(MathNotation.Named("gcd", @"\gcd")),
        _ => OpFacts.Function(Name),
    };

    public override string Name => Rule.ToString();

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(this, x, 2);
        Expect.Alike(this, x);
        if (x[0].DType.IsFloatingPoint() || (x[0].DType == DType.Bool && Rule > IntegerRule.BitwiseXor))
            throw new DTypeException($"{Name}: not defined on {x[0].DType.Name()}; cast with To(DType.Int64) first.");
        return x[0];
    }

    public override Extent[]? Reach(Call call, int input, ReadOnlySpan<Extent> of) => of.ToArray();

    public override Work? Work(Call call) => new Work(0, call.Spec.Numel);

    protected internal override Op? OnBatch(int size) => this;

    protected internal override Kernel Bind(ReadOnlySpan<Spec> x) => TypedKernel.Integer(this, x[0].DType);

    public void Run<T>(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y) where T : unmanaged, IBinaryInteger<T> =>
        PointwiseRun.Binary<T, T, Map<T>>(x[0], x[1], y[0], new Map<T>(Rule));

    private readonly struct Map<T>(IntegerRule rule) : IRowMap<T, T, byte, T> where T : unmanaged, IBinaryInteger<T>
    {
        void IRowMap<T, T, byte, T>.Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<byte> c, Span<T> y)
        {
            switch (rule)
            {
                case IntegerRule.BitwiseAnd: TensorPrimitives.BitwiseAnd(a, b, y); break;
                case IntegerRule.BitwiseOr: TensorPrimitives.BitwiseOr(a, b, y); break;
                case IntegerRule.BitwiseXor: TensorPrimitives.Xor(a, b, y); break;
                default:
                    for (int i = 0; i < y.Length; i++)
                    {
                        y[i] = rule switch
                        {
                            IntegerRule.Gcd => Divisor(a[i], b[i]),
                            IntegerRule.Lcm => Multiple(a[i], b[i]),
                            _ => Shift(a[i], b[i]),
                        };
                    }

                    break;
            }
        }

        /// <summary>The bits moved; by more than there are, what is left is the sign.</summary>
        private T Shift(T a, T by)
        {
            int bits = 8 * Unsafe.SizeOf<T>();
            bool isBeyond = T.IsNegative(by) || by >= T.CreateTruncating(bits);
            return rule == IntegerRule.BitwiseLeftShift
                ? isBeyond ? T.Zero : a << int.CreateTruncating(by)
                : a >> (isBeyond ? bits - 1 : int.CreateTruncating(by)) >> (isBeyond ? 1 : 0);
        }

        private static T Divisor(T a, T b)
        {
            while (b != T.Zero) (a, b) = (b, b == T.Zero - T.One ? T.Zero : a % b);
            return Size(a);
        }

        private static T Multiple(T a, T b) => a == T.Zero || b == T.Zero ? T.Zero : Size(a / Divisor(a, b) * b);

        private static T Size(T a) => T.IsNegative(a) ? T.Zero - a : a;
    }
}
