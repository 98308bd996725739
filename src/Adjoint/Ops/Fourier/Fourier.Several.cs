namespace Adjoint;

public static partial class Fourier
{
    private static ReadOnlySpan<int> LastTwo => [-2, -1];

    /// <summary>The transform of complex numbers along two axes.</summary>
    /// <param name="input">Pairs [.., m, n, 2].</param>
    /// <param name="s">Lengths along the axes, to which they are cut or padded first; −1 and none keep them.</param>
    /// <param name="axes">The axes; the last two if none is named.</param>
    /// <param name="norm">Where the factor 1/n stands, for the product of the lengths.</param>
    /// <returns>Pairs.</returns>
    /// <exception cref="ShapeException">Axes or lengths do not fit.</exception>
    public static Tensor Fft2(
        Tensor input, ReadOnlySpan<int> s = default, ReadOnlySpan<int> axes = default, FftNorm norm = FftNorm.Backward) =>
        Several("Fft2", Pairs("Fft2", input), s, axes.IsEmpty ? LastTwo : axes, norm, false).In(input);

    /// <summary>The inverse of <see cref="Fft2"/>.</summary>
    /// <inheritdoc cref="Fft2"/>
    public static Tensor Ifft2(
        Tensor input, ReadOnlySpan<int> s = default, ReadOnlySpan<int> axes = default, FftNorm norm = FftNorm.Backward) =>
        Several("Ifft2", Pairs("Ifft2", input), s, axes.IsEmpty ? LastTwo : axes, norm, true).In(input);

    /// <summary>The transform of complex numbers along several axes.</summary>
    /// <param name="input">Pairs.</param>
    /// <param name="s">Lengths along the axes, to which they are cut or padded first; −1 and none keep them.</param>
    /// <param name="axes">The axes; if none is named, the last ones, as many as lengths, or else all.</param>
    /// <param name="norm">Where the factor 1/n stands, for the product of the lengths.</param>
    /// <returns>Pairs.</returns>
    /// <exception cref="ShapeException">Axes or lengths do not fit.</exception>
    public static Tensor Fftn(
        Tensor input, ReadOnlySpan<int> s = default, ReadOnlySpan<int> axes = default, FftNorm norm = FftNorm.Backward) =>
        Several("Fftn", Pairs("Fftn", input), s, axes, norm, false).In(input);

    /// <summary>The inverse of <see cref="Fftn"/>.</summary>
    /// <inheritdoc cref="Fftn"/>
    public static Tensor Ifftn(
        Tensor input, ReadOnlySpan<int> s = default, ReadOnlySpan<int> axes = default, FftNorm norm = FftNorm.Backward) =>
        Several("Ifftn", Pairs("Ifftn", input), s, axes, norm, true).In(input);

    /// <summary>The transform of real numbers along two axes, of which the last has half its spectrum.</summary>
    /// <param name="input">Real numbers [.., m, n].</param>
    /// <param name="s">Lengths along the axes, to which they are cut or padded first; −1 and none keep them.</param>
    /// <param name="axes">The axes; the last two if none is named.</param>
    /// <param name="norm">Where the factor 1/n stands, for the product of the lengths.</param>
    /// <returns>Pairs [.., m, n/2 + 1, 2].</returns>
    /// <exception cref="ShapeException">Axes or lengths do not fit.</exception>
    public static Tensor Rfft2(
        Tensor input, ReadOnlySpan<int> s = default, ReadOnlySpan<int> axes = default, FftNorm norm = FftNorm.Backward) =>
        RealSeveral("Rfft2", input, s, axes.IsEmpty ? LastTwo : axes, norm);

    /// <summary>The transform of real numbers along several axes, of which the last has half its spectrum.</summary>
    /// <param name="input">Real numbers.</param>
    /// <param name="s">Lengths along the axes, to which they are cut or padded first; −1 and none keep them.</param>
    /// <param name="axes">The axes; if none is named, the last ones, as many as lengths, or else all.</param>
    /// <param name="norm">Where the factor 1/n stands, for the product of the lengths.</param>
    /// <returns>Pairs.</returns>
    /// <exception cref="ShapeException">Axes or lengths do not fit.</exception>
    public static Tensor Rfftn(
        Tensor input, ReadOnlySpan<int> s = default, ReadOnlySpan<int> axes = default, FftNorm norm = FftNorm.Backward) =>
        RealSeveral("Rfftn", input, s, axes, norm);

    /// <summary>The inverse of <see cref="Rfft2"/>.</summary>
    /// <param name="input">Pairs [.., m, n/2 + 1, 2].</param>
    /// <param name="s">Lengths of the result along the axes; −1 and none keep them, and give 2·(size − 1) for the last.</param>
    /// <param name="axes">The axes; the last two if none is named.</param>
    /// <param name="norm">Where the factor 1/n stands, for the product of the lengths.</param>
    /// <returns>Real numbers [.., m, n].</returns>
    /// <exception cref="ShapeException">Axes or lengths do not fit.</exception>
    public static Tensor Irfft2(
        Tensor input, ReadOnlySpan<int> s = default, ReadOnlySpan<int> axes = default, FftNorm norm = FftNorm.Backward) =>
        HermitianSeveral("Irfft2", Pairs("Irfft2", input), s, axes.IsEmpty ? LastTwo : axes, norm, true).In(input);

    /// <summary>The inverse of <see cref="Rfftn"/>.</summary>
    /// <param name="input">Pairs.</param>
    /// <param name="s">Lengths of the result along the axes; −1 and none keep them, and give 2·(size − 1) for the last.</param>
    /// <param name="axes">The axes; if none is named, the last ones, as many as lengths, or else all.</param>
    /// <param name="norm">Where the factor 1/n stands, for the product of the lengths.</param>
    /// <returns>Real numbers.</returns>
    /// <exception cref="ShapeException">Axes or lengths do not fit.</exception>
    public static Tensor Irfftn(
        Tensor input, ReadOnlySpan<int> s = default, ReadOnlySpan<int> axes = default, FftNorm norm = FftNorm.Backward) =>
        HermitianSeveral("Irfftn", Pairs("Irfftn", input), s, axes, norm, true).In(input);

    /// <summary>
    /// The transform along two axes of numbers that are the conjugate of themselves backwards, of which half is given: real.
    /// </summary>
    /// <inheritdoc cref="Irfft2"/>
    public static Tensor Hfft2(
        Tensor input, ReadOnlySpan<int> s = default, ReadOnlySpan<int> axes = default, FftNorm norm = FftNorm.Backward) =>
        HermitianSeveral("Hfft2", Pairs("Hfft2", input), s, axes.IsEmpty ? LastTwo : axes, norm, false).In(input);

    /// <summary>The same along several axes.</summary>
    /// <inheritdoc cref="Irfftn"/>
    public static Tensor Hfftn(
        Tensor input, ReadOnlySpan<int> s = default, ReadOnlySpan<int> axes = default, FftNorm norm = FftNorm.Backward) =>
        HermitianSeveral("Hfftn", Pairs("Hfftn", input), s, axes, norm, false).In(input);

    /// <summary>The inverse of <see cref="Hfft2"/>.</summary>
    /// <inheritdoc cref="Rfft2"/>
    public static Tensor Ihfft2(
        Tensor input, ReadOnlySpan<int> s = default, ReadOnlySpan<int> axes = default, FftNorm norm = FftNorm.Backward) =>
        ComplexPairs.Conj(RealSeveral("Ihfft2", input, s, axes.IsEmpty ? LastTwo : axes, Opposite(norm)));

    /// <summary>The inverse of <see cref="Hfftn"/>.</summary>
    /// <inheritdoc cref="Rfftn"/>
    public static Tensor Ihfftn(
        Tensor input, ReadOnlySpan<int> s = default, ReadOnlySpan<int> axes = default, FftNorm norm = FftNorm.Backward) =>
        ComplexPairs.Conj(RealSeveral("Ihfftn", input, s, axes, Opposite(norm)));

    /// <summary>The frequencies of <see cref="Fft"/>: 0, 1, …, and then the negative ones, each by n·d.</summary>
    /// <param name="n">Number of points.</param>
    /// <param name="d">Distance between neighbouring points.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>[n].</returns>
    public static Tensor Fftfreq(int n, double d = 1, DType dtype = DType.Float32)
    {
        var values = new double[Math.Max(0, n)];
        for (int k = 0; k < values.Length; k++) values[k] = (k < (n + 1) / 2 ? k : k - n) / (n * d);
        return Tensor.Of<double>(values).To(dtype);
    }

    /// <summary>The frequencies of <see cref="Rfft"/>: 0 to n/2, each by n·d.</summary>
    /// <param name="n">Number of points.</param>
    /// <param name="d">Distance between neighbouring points.</param>
    /// <param name="dtype">The type.</param>
    /// <returns>[n/2 + 1].</returns>
    public static Tensor Rfftfreq(int n, double d = 1, DType dtype = DType.Float32)
    {
        var values = new double[Math.Max(0, (n / 2) + 1)];
        for (int k = 0; k < values.Length; k++) values[k] = k / (n * d);
        return Tensor.Of<double>(values).To(dtype);
    }

    /// <summary>With frequency 0 in the middle instead of at the start.</summary>
    /// <param name="input">A spectrum, or its frequencies.</param>
    /// <param name="axes">The axes; all if none is named.</param>
    /// <param name="pairs">Whether the last axis is that of complex pairs, which then is not counted.</param>
    /// <returns>Of the same shape.</returns>
    /// <exception cref="ShapeException">There is no such axis, or it is not clear whether an axis of size 2 is one of pairs.</exception>
    public static Tensor Fftshift(Tensor input, ReadOnlySpan<int> axes = default, bool pairs = false) =>
        Shifted("Fftshift", input, axes, pairs, false);

    /// <summary>The inverse of <see cref="Fftshift"/>.</summary>
    /// <inheritdoc cref="Fftshift"/>
    public static Tensor Ifftshift(Tensor input, ReadOnlySpan<int> axes = default, bool pairs = false) =>
        Shifted("Ifftshift", input, axes, pairs, true);

    private static Tensor Shifted(string operation, Tensor input, ReadOnlySpan<int> axes, bool pairs, bool back)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!pairs && axes.IsEmpty && input.Rank > 1 && input.Shape[^1] == 2)
            throw new ShapeException(
                $"{operation}: the last axis of {input.Shape} has size 2: say pairs: true if it holds complex pairs, or name the axes.");
        Shape shape = pairs ? Shape.Create(input.Shape.Span[..^1]) : input.Shape;
        Axes moved = Axes.Resolve(axes, shape, operation);
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (!moved.Contains(axis) || shape[axis] < 2) continue;
            int cut = back ? shape[axis] / 2 : shape[axis] - (shape[axis] / 2);
            input = Tensor.Concat([input.Narrow(axis, cut, shape[axis] - cut), input.Narrow(axis, 0, cut)], axis);
        }

        return input;
    }

    /// <summary>The places of axes counted without that of the pairs, and the length along each.</summary>
    private static (int[] Places, int?[] Lengths) Named(string operation, Shape shape, ReadOnlySpan<int> s, ReadOnlySpan<int> axes)
    {
        int count = axes.IsEmpty ? s.IsEmpty ? shape.Rank : s.Length : axes.Length;
        if (!s.IsEmpty && s.Length != count)
            throw new ShapeException($"{operation}: {s.Length} lengths do not fit {count} axes.");
        if (count > shape.Rank) throw new ShapeException($"{operation}: {count} axes are more than {shape} has.");
        if (!axes.IsEmpty) Axes.Resolve(axes, shape, operation);
        var places = new int[count];
        var lengths = new int?[count];
        for (int i = 0; i < count; i++)
        {
            places[i] = axes.IsEmpty ? shape.Rank - count + i : shape.Axis(axes[i], operation);
            lengths[i] = s.IsEmpty || s[i] == -1 ? null : s[i];
        }

        return (places, lengths);
    }

    private static Tensor Several(string operation, Tensor input, ReadOnlySpan<int> s, ReadOnlySpan<int> axes, FftNorm norm, bool inverse)
    {
        (int[] places, int?[] lengths) = Named(operation, Shape.Create(input.Shape.Span[..^1]), s, axes);
        for (int i = 0; i < places.Length; i++) input = Along(operation, input, lengths[i], places[i], norm, inverse);
        return input;
    }

    private static Tensor RealSeveral(string operation, Tensor input, ReadOnlySpan<int> s, ReadOnlySpan<int> axes, FftNorm norm)
    {
        Tensor y = Real(operation, input);
        (int[] places, int?[] lengths) = Named(operation, y.Shape, s, axes);
        y = RealAlong(operation, y, lengths[^1], places[^1], norm);
        for (int i = 0; i < places.Length - 1; i++) y = Along(operation, y, lengths[i], places[i], norm, false);
        return y.In(input);
    }

    private static Tensor HermitianSeveral(
        string operation, Tensor input, ReadOnlySpan<int> s, ReadOnlySpan<int> axes, FftNorm norm, bool inverse)
    {
        (int[] places, int?[] lengths) = Named(operation, Shape.Create(input.Shape.Span[..^1]), s, axes);
        for (int i = 0; i < places.Length - 1; i++) input = Along(operation, input, lengths[i], places[i], norm, inverse);
        return HermitianAlong(operation, inverse ? input : ComplexPairs.Conj(input), lengths[^1], places[^1], norm, inverse);
    }
}
