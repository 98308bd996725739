namespace Adjoint.Kernels;

/// <remarks>
/// The complement is that of the same source, exact in the tail: the exponent x² is taken apart so that none of its digits is lost.
/// </remarks>
internal static partial class ErrorFunction
{
    private const double Vanished = 28;

    /// <summary>1 − erf(x), in double precision.</summary>
    internal readonly struct ErfcFunction : IVectorFunction<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static Vector512<double> Of(Vector512<double> x)
        {
            Vector512<double> size = Vector512.Abs(x);
            Vector512<double> square = x * x;
            Vector512<double> one = Vector512<double>.One, half = Vector512.Create(0.5);

            // |x| < 0.84, above ¼ from ½ down, so that the difference is exact.
            Vector512<double> part = x * Rational(square, NearTop, NearBottom);
            Vector512<double> near = Vector512.ConditionalSelect(
                Vector512.LessThan(x, Vector512.Create(0.25)), one - (x + part), half - (part + (x - half)));

            Vector512<double> around = Rational(size - one, MiddleTop, MiddleBottom);
            Vector512<double> erfOfOne = Vector512.Create(ErfOfOne);
            Vector512<double> isNegative = Vector512.LessThan(x, Vector512<double>.Zero);
            Vector512<double> middle = Vector512.ConditionalSelect(isNegative, one + (erfOfOne + around), one - erfOfOne - around);

            Vector512<double> bounded = Vector512.Min(size, Vector512.Create(Vanished));
            Vector512<double> inverse = one / (bounded * bounded);
            Vector512<double> tail = Vector512.ConditionalSelect(
                Vector512.LessThan(bounded, Vector512.Create(FarStart)),
                Rational(inverse, TailTop, TailBottom),
                Rational(inverse, FarTop, FarBottom));
            // x = z + (x − z) with so few digits in z that z² is exact.
            Vector512<double> z = (bounded.AsUInt64() & Vector512.Create(0xFFFFFFFF00000000)).AsDouble();
            Vector512<double> decay = Vector512.Exp(-(z * z) - Vector512.Create(0.5625))
                * Vector512.Exp(((z - bounded) * (z + bounded)) + tail) / bounded;
            decay = Vector512.ConditionalSelect(
                Vector512.GreaterThanOrEqual(size, Vector512.Create(Vanished)), Vector512<double>.Zero, decay);
            Vector512<double> far = Vector512.ConditionalSelect(isNegative, Vector512.Create(2.0) - decay, decay);

            Vector512<double> outer = Vector512.ConditionalSelect(Vector512.LessThan(size, Vector512.Create(MiddleEnd)), middle, far);
            // Written so that NaN takes the first form, which returns NaN.
            return Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(size, Vector512.Create(NearEnd)), outer, near);
        }
    }

    /// <summary>The y for which erf(y) = x, in double precision; ±∞ at ±1, NaN beyond.</summary>
    /// <remarks>
    /// From the formula of S. Winitzki ("A handy approximation for the error function and its inverse", 2008), which is right to 0.2 %, by
    /// three steps of Halley, each of which triples the digits. Above ½ the step is taken from the complement, where no digit is lost.
    /// </remarks>
    internal readonly struct ErfinvFunction : IVectorFunction<double>
    {
        private const double A = 0.147;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static Vector512<double> Of(Vector512<double> x)
        {
            Vector512<double> one = Vector512<double>.One, size = Vector512.Abs(x);
            Vector512<double> rest = one - size;
            Vector512<double> l = Vector512.Log(rest * (one + size));
            Vector512<double> t = Vector512.Create(2 / (Math.PI * A)) + (l * Vector512.Create(0.5));
            Vector512<double> y = Vector512.Sqrt(
                -l / Vector512.Create(A) / (Vector512.Sqrt((t * t) - (l / Vector512.Create(A))) + t));
            for (int step = 0; step < 3; step++)
            {
                Vector512<double> error = Vector512.ConditionalSelect(
                    Vector512.GreaterThan(size, Vector512.Create(0.5)), rest - ErfcFunction.Of(y), Erf(y) - size);
                Vector512<double> change = error * Vector512.Exp(y * y) * Vector512.Create(0.886226925452758014);
                y -= change / (one + (y * change));
            }

            y = Vector512.ConditionalSelect(Vector512.Equals(size, one), Vector512.Create(double.PositiveInfinity), y);
            return Vector512.CopySign(y, x);
        }
    }
}
