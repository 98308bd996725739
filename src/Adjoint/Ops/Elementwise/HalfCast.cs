using System.Numerics.Tensors;

namespace Adjoint.Ops;

/// <summary>Casts to and from float16 and bfloat16, rounded to nearest, ties to even; a NaN stays one.</summary>
internal static class HalfCast
{
    /// <summary>The kernel of a cast of which one type has 16 bits; null where neither has.</summary>
    public static Kernel? Between(DType from, DType to) => (from, to) switch
    {
        (DType.Float16, DType.Float32) => Each<Half, float, Convert>(),
        (DType.BFloat16, DType.Float32) => Each<BFloat16, float, Convert>(),
        (DType.Float32, DType.Float16) => Each<float, Half, Convert>(),
        (DType.Float64, DType.Float16) => Each<double, Half, Convert>(),
        (DType.Float32, DType.BFloat16) => Each<float, BFloat16, Convert>(),
        (DType.Int64, DType.BFloat16) => Each<long, BFloat16, Convert>(),
        (DType.Float64, DType.BFloat16) => Each<double, BFloat16, Convert>(),
        _ when from == to && from.IsHalf() => TypedKernel.Move(Copy.Op, from),
        _ when from.IsHalf() => Through(DType.Float32, to),
        _ when to.IsHalf() => Through(DType.Float64, to),
        _ => null,
    };

    private static Kernel Each<TX, TY, TMap>() where TX : unmanaged where TY : unmanaged where TMap : struct, IRowMap<TX, byte, byte, TY> =>
        Kernel.Of((x, y) => PointwiseRun.Unary<TX, TY, TMap>(x[0], y[0], default));

    private static Kernel Through(DType middle, DType to) => Kernel.Of((x, y) => y[0].Overwrite(x[0].Detach().To(middle).To(to)));

    /// <summary>The numbers of a row in the other type.</summary>
    private readonly struct Convert :
        IRowMap<Half, byte, byte, float>, IRowMap<float, byte, byte, Half>, IRowMap<double, byte, byte, Half>,
        IRowMap<BFloat16, byte, byte, float>, IRowMap<float, byte, byte, BFloat16>, IRowMap<double, byte, byte, BFloat16>,
        IRowMap<long, byte, byte, BFloat16>
    {
        public void Map(ReadOnlySpan<Half> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<float> y) =>
            TensorPrimitives.ConvertToSingle(a, y);

        public void Map(ReadOnlySpan<float> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<Half> y) =>
            TensorPrimitives.ConvertToHalf(a, y);

        public void Map(ReadOnlySpan<double> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<Half> y)
        {
            for (int i = 0; i < a.Length; i++) y[i] = (Half)a[i];
        }

        public void Map(ReadOnlySpan<BFloat16> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<float> y)
        {
            for (int i = 0; i < a.Length; i++) y[i] = a[i].ToSingle();
        }

        public void Map(ReadOnlySpan<float> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<BFloat16> y)
        {
            for (int i = 0; i < a.Length; i++) y[i] = BFloat16.FromSingle(a[i]);
        }

        public void Map(ReadOnlySpan<double> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<BFloat16> y)
        {
            for (int i = 0; i < a.Length; i++) y[i] = BFloat16.FromDouble(a[i]);
        }

        public void Map(ReadOnlySpan<long> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<BFloat16> y)
        {
            for (int i = 0; i < a.Length; i++)
            {
                // What a double does not hold of a large integer counts by one bit, so that the rounding that follows is the only one.
                bool isLarge = a[i] is > 1L << 53 or < -(1L << 53) && (a[i] & 0x7FF) != 0;
                y[i] = BFloat16.FromDouble(isLarge ? (a[i] & ~0x7FFL) | 0x400 : a[i]);
            }
        }
    }
}
