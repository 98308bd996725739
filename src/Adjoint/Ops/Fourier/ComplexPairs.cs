namespace Adjoint;

/// <summary>
/// Complex numbers as pairs of real ones: a last axis of size 2 with the real and the imaginary part, PyTorch's <c>view_as_real</c>.
/// </summary>
public static class ComplexPairs
{
    /// <summary>Pairs of their parts, which broadcast.</summary>
    /// <param name="real">The real parts [..].</param>
    /// <param name="imaginary">The imaginary parts; zeros if null.</param>
    /// <returns>Pairs [.., 2].</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Of(Tensor real, Tensor? imaginary = null)
    {
        ArgumentNullException.ThrowIfNull(real);
        if (!real.DType.IsFloatingPoint()) real = real.To(DType.Float32);
        imaginary ??= Tensor.Zeros(real.Shape, real.DType);
        DType type = DTypes.Promote(real, imaginary);
        Shape shape = Shape.Broadcast(real.Shape, imaginary.Shape, "ComplexPairs.Of");
        return Tensor.Stack([real.To(type).ExpandTo(shape), imaginary.To(type).ExpandTo(shape)], -1);
    }

    /// <summary>Pairs of a length and an angle, which broadcast: abs·(cos(angle), sin(angle)).</summary>
    /// <param name="abs">The lengths [..].</param>
    /// <param name="angle">The angles, in radians.</param>
    /// <returns>Pairs [.., 2].</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Polar(Tensor abs, Tensor angle)
    {
        ArgumentNullException.ThrowIfNull(abs);
        ArgumentNullException.ThrowIfNull(angle);
        DType type = DTypes.Promote(abs, angle);
        (Tensor length, Tensor turn) = (abs.Widened(), angle.Widened());
        Tensor pairs = Of(length * turn.Cos(), length * turn.Sin());
        return type.IsHalf() ? pairs.To(type) : pairs;
    }

    /// <summary>The real parts.</summary>
    /// <param name="x">Pairs [.., 2].</param>
    /// <returns>[..].</returns>
    /// <exception cref="ShapeException">The last axis is not of size 2.</exception>
    public static Tensor Real(Tensor x) => Part("ComplexPairs.Real", x, 0);

    /// <summary>The imaginary parts.</summary>
    /// <param name="x">Pairs [.., 2].</param>
    /// <returns>[..].</returns>
    /// <exception cref="ShapeException">The last axis is not of size 2.</exception>
    public static Tensor Imag(Tensor x) => Part("ComplexPairs.Imag", x, 1);

    /// <summary>The conjugates: the other sign of the imaginary part.</summary>
    /// <param name="x">Pairs [.., 2].</param>
    /// <returns>Pairs.</returns>
    /// <exception cref="ShapeException">The last axis is not of size 2.</exception>
    public static Tensor Conj(Tensor x)
    {
        Check("ComplexPairs.Conj", x);
        return x * Tensor.Of<double>(1, -1).To(x.DType);
    }

    /// <summary>The lengths √(re² + im²); the derivative at 0 is 0.</summary>
    /// <param name="x">Pairs [.., 2].</param>
    /// <returns>[..].</returns>
    /// <exception cref="ShapeException">The last axis is not of size 2.</exception>
    public static Tensor Abs(Tensor x)
    {
        Check("ComplexPairs.Abs", x);
        // Squares of float32 fit float64.
        return x.DType == DType.Float32 ? x.To(DType.Float64).Norm(2, [-1]).To(DType.Float32) : x.Norm(2, [-1]);
    }

    /// <summary>The angles to the positive real axis, from −π to π; 0 at 0, and so is the derivative there.</summary>
    /// <param name="x">Pairs [.., 2].</param>
    /// <returns>[..], in radians.</returns>
    /// <exception cref="ShapeException">The last axis is not of size 2.</exception>
    public static Tensor Angle(Tensor x)
    {
        Check("ComplexPairs.Angle", x);
        Tensor wide = x.Widened();
        (Tensor re, Tensor im) = (Real(wide), Imag(wide));
        Tensor steep = im.Abs().Greater(re.Abs());
        Tensor divisor = Tensor.Where(steep, im, re);
        Tensor nothing = divisor.Equal(0);
        Tensor slope = (Tensor.Where(steep, re, im) / divisor.MaskedFill(nothing, 1)).Atan().MaskedFill(nothing, 0);
        Tensor side = (im.Detach().Less(0).To(wide.DType) * -2) + 1;
        Tensor flat = slope + (side * re.Detach().Less(0).To(wide.DType) * Math.PI);
        Tensor angle = Tensor.Where(steep, (side * (Math.PI / 2)) - slope, flat);
        return x.DType.IsHalf() ? angle.To(x.DType) : angle;
    }

    /// <summary>Products, with broadcasting.</summary>
    /// <param name="a">Pairs [.., 2].</param>
    /// <param name="b">Pairs [.., 2].</param>
    /// <returns>Pairs.</returns>
    /// <exception cref="ShapeException">A last axis is not of size 2, or the shapes do not broadcast.</exception>
    public static Tensor Multiply(Tensor a, Tensor b)
    {
        Check("ComplexPairs.Multiply", a);
        Check("ComplexPairs.Multiply", b);
        (Tensor p, Tensor q) = (a.Widened(), b.Widened());
        (Tensor re, Tensor im) = (Real(q), Imag(q));
        Tensor product = Of((Real(p) * re) - (Imag(p) * im), (Real(p) * im) + (Imag(p) * re));
        DType type = DTypes.Promote(a.DType, b.DType);
        return type.IsHalf() ? product.To(type) : product;
    }

    private static Tensor Part(string operation, Tensor x, int part)
    {
        Check(operation, x);
        return x.Narrow(-1, part, 1).Squeeze(-1);
    }

    private static void Check(string operation, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank == 0 || x.Shape[^1] != 2) throw new ShapeException($"{operation}: takes pairs [.., 2], not {x.Shape}.");
    }
}
