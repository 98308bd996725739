using Adjoint.Ops;

namespace Adjoint;

/// <summary>
/// Fourier transforms in PyTorch's words (torch.fft). Complex numbers are pairs: a last axis of size 2 with the real and the imaginary
/// part, PyTorch's <c>view_as_real</c>; see <see cref="ComplexPairs"/>. Axes are counted without that axis. Any length, also primes.
/// </summary>
/// <remarks>
/// Computed in float64 and rounded once to float32 or float64; half precision and integers are taken as float32. All are linear, with their
/// adjoints as derivatives. The class has not the name of one of its methods, which C# does not allow.
/// </remarks>
public static partial class Fourier
{
    /// <summary>The transform of complex numbers along one axis.</summary>
    /// <param name="input">Pairs [.., n, 2].</param>
    /// <param name="n">Length along the axis, to which it is cut or padded with zeros first; as it is if null.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="norm">Where the factor 1/n stands.</param>
    /// <returns>Pairs.</returns>
    /// <exception cref="ShapeException">The last axis is not of size 2, or there is no point.</exception>
    public static Tensor Fft(Tensor input, int? n = null, int axis = -1, FftNorm norm = FftNorm.Backward) =>
        Along("Fft", Pairs("Fft", input), n, axis, norm, false).In(input);

    /// <summary>The inverse of <see cref="Fft"/>.</summary>
    /// <inheritdoc cref="Fft"/>
    public static Tensor Ifft(Tensor input, int? n = null, int axis = -1, FftNorm norm = FftNorm.Backward) =>
        Along("Ifft", Pairs("Ifft", input), n, axis, norm, true).In(input);

    /// <summary>The transform of real numbers along one axis: of its spectrum the half that tells the other.</summary>
    /// <param name="input">Real numbers [.., n].</param>
    /// <param name="n">Length along the axis, to which it is cut or padded with zeros first; as it is if null.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="norm">Where the factor 1/n stands.</param>
    /// <returns>Pairs [.., n/2 + 1, 2].</returns>
    /// <exception cref="ShapeException">There is no such axis, or no point.</exception>
    public static Tensor Rfft(Tensor input, int? n = null, int axis = -1, FftNorm norm = FftNorm.Backward) =>
        RealAlong("Rfft", Real("Rfft", input), n, axis, norm).In(input);

    /// <summary>The inverse of <see cref="Rfft"/>: real numbers from half a spectrum.</summary>
    /// <param name="input">Pairs [.., n/2 + 1, 2]; the imaginary part of the first and, for an even n, of the last does not count.</param>
    /// <param name="n">Length of the result along the axis; 2·(size − 1) if null.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="norm">Where the factor 1/n stands.</param>
    /// <returns>Real numbers.</returns>
    /// <exception cref="ShapeException">The last axis is not of size 2, or there is no point.</exception>
    public static Tensor Irfft(Tensor input, int? n = null, int axis = -1, FftNorm norm = FftNorm.Backward) =>
        HermitianAlong("Irfft", Pairs("Irfft", input), n, axis, norm, true).In(input);

    /// <summary>The transform of numbers that are the conjugate of themselves backwards, of which half is given: real.</summary>
    /// <inheritdoc cref="Irfft"/>
    public static Tensor Hfft(Tensor input, int? n = null, int axis = -1, FftNorm norm = FftNorm.Backward) =>
        HermitianAlong("Hfft", ComplexPairs.Conj(Pairs("Hfft", input)), n, axis, norm, false).In(input);

    /// <summary>The inverse of <see cref="Hfft"/>.</summary>
    /// <inheritdoc cref="Rfft"/>
    public static Tensor Ihfft(Tensor input, int? n = null, int axis = -1, FftNorm norm = FftNorm.Backward) =>
        ComplexPairs.Conj(RealAlong("Ihfft", Real("Ihfft", input), n, axis, Opposite(norm))).In(input);

    /// <summary>Of what was given: pairs, as real numbers of at least float32.</summary>
    private static Tensor Pairs(string operation, Tensor input)
    {
        Tensor real = Real(operation, input);
        return real.Rank >= 2 && real.Shape[^1] == 2
            ? real
            : throw new ShapeException(
                $"{operation}: takes complex numbers as pairs [.., n, 2], not {input.Shape}; make them of real ones with ComplexPairs.Of.");
    }

    private static Tensor Real(string operation, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank == 0) throw new ShapeException($"{operation}: takes at least one axis, not a number.");
        return input.DType.IsFloatingPoint() ? input.Widened() : input.To(DType.Float32);
    }

    /// <summary>A result in the type of what was given, where that is half precision.</summary>
    private static Tensor In(this Tensor y, Tensor input) => input.DType.IsHalf() ? y.To(input.DType) : y;

    private static Tensor Along(string operation, Tensor input, int? n, int axis, FftNorm norm, bool inverse)
    {
        int place = Place(operation, input, axis);
        input = Resized(operation, input, place, n);
        int last = input.Rank - 2;
        Tensor y = Engine.Apply(new ComplexFourier(inverse, Scale(input.Shape[place], norm, inverse)), input.Transpose(place, last));
        return y.Transpose(place, last);
    }

    private static Tensor RealAlong(string operation, Tensor input, int? n, int axis, FftNorm norm)
    {
        int place = input.Shape.Axis(axis, operation);
        input = Resized(operation, input, place, n);
        int last = input.Rank - 1;
        Tensor along = Engine.Apply(new RealFourier(false, Scale(input.Shape[place], norm, false)), input.Transpose(place, last));
        return along.Transpose(place, last);
    }

    private static Tensor HermitianAlong(string operation, Tensor input, int? n, int axis, FftNorm norm, bool inverse)
    {
        int place = Place(operation, input, axis);
        int points = n ?? (2 * (input.Shape[place] - 1));
        FourierRules.Points(operation, points);
        input = Resized(operation, input, place, (points / 2) + 1);
        int last = input.Rank - 2;
        var op = new HermitianFourier(points, true, Scale(points, norm, inverse));
        return Engine.Apply(op, input.Transpose(place, last)).Transpose(place, last);
    }

    /// <summary>An axis of complex numbers, counted without that of the pairs.</summary>
    private static int Place(string operation, Tensor input, int axis) => Shape.Create(input.Shape.Span[..^1]).Axis(axis, operation);

    /// <summary>Cut along an axis, or padded with zeros.</summary>
    private static Tensor Resized(string operation, Tensor input, int axis, int? n)
    {
        FourierRules.Points(operation, n ?? input.Shape[axis]);
        if (n is not { } length || length == input.Shape[axis]) return input;
        if (length < input.Shape[axis]) return input.Narrow(axis, 0, length);
        return Tensor.Concat([input, Tensor.Zeros(input.Shape.With(axis, length - input.Shape[axis]), input.DType)], axis);
    }

    private static FftNorm Opposite(FftNorm norm) => norm switch
    {
        FftNorm.Backward => FftNorm.Forward,
        FftNorm.Forward => FftNorm.Backward,
        _ => norm,
    };

    private static double Scale(int n, FftNorm norm, bool inverse) => norm switch
    {
        FftNorm.Backward => inverse ? 1.0 / n : 1,
        FftNorm.Forward => inverse ? 1 : 1.0 / n,
        FftNorm.Ortho => 1 / Math.Sqrt(n),
        _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, "There is no such norm."),
    };
}
