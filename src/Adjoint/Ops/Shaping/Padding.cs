using Adjoint.Ops;

namespace Adjoint;

/// <summary>What a tensor is padded with.</summary>
public enum PadMode
{
    /// <summary>One value.</summary>
    Constant,

    /// <summary>What lies mirrored at the border, the border itself not repeated.</summary>
    Reflect,

    /// <summary>The border.</summary>
    Replicate,

    /// <summary>What lies at the other end.</summary>
    Circular,
}

/// <summary>Padding, out of <see cref="Place"/> for constants and <see cref="IndexSelect"/> for the rest.</summary>
internal static class Padding
{
    /// <summary>Pads by (before, after) for each axis, the innermost first; negative numbers cut.</summary>
    public static Tensor Pad(Tensor x, ReadOnlySpan<int> padding, PadMode mode, double value)
    {
        if (padding.Length % 2 != 0 || padding.Length / 2 > x.Rank)
            throw new ShapeException(
                $"Pad: {Shape.Format(padding)} is not a pair of numbers for each of at most {x.Rank} axes of {x.Shape}.");
        int[] starts = new int[x.Rank], sizes = x.Shape.Span.ToArray();
        bool isZero = mode == PadMode.Constant && value == 0;
        for (int pair = 0; pair < padding.Length / 2; pair++)
        {
            int axis = x.Rank - 1 - pair;
            int before = padding[2 * pair];
            int after = padding[(2 * pair) + 1];
            if (x.Shape[axis] + before + after < 0)
                throw new ShapeException($"Pad: cutting {-before} and {-after} leaves nothing of axis {axis} of {x.Shape}.");
            if (before < 0 || after < 0)
            {
                int cut = Math.Max(0, -before);
                x = x.Narrow(axis, cut, x.Shape[axis] - cut - Math.Max(0, -after));
                (before, after) = (Math.Max(0, before), Math.Max(0, after));
            }

            (starts[axis], sizes[axis]) = (before, x.Shape[axis] + before + after);
            if (isZero || (before == 0 && after == 0)) continue;
            x = mode == PadMode.Constant ? Constant(x, axis, before, after, value) : Repeat(x, axis, before, after, mode);
        }

        // Zeros go around all axes at once.
        return isZero && x.Shape != sizes ? Zeros(x, starts, sizes) : x;
    }

    private static Tensor Zeros(Tensor x, int[] starts, Shape shape) =>
        Engine.Apply(new Place(new Steps(starts), shape, Steps.Repeat(1, x.Rank)), x);

    private static Tensor Constant(Tensor x, int axis, int before, int after, double value)
    {
        Shape shape = x.Shape.With(axis, x.Shape[axis] + before + after);
        int[] starts = new int[x.Rank];
        starts[axis] = before;
        Tensor placed = Zeros(x, starts, shape);
        Tensor position = Tensor.Arange(shape[axis]).ReshapeTo(Shape.Repeat(1, x.Rank - axis).With(0, shape[axis]));
        Tensor inside = position.GreaterEqual(before).And(position.Less(before + x.Shape[axis]));
        return Tensor.Where(inside, placed, Tensor.Scalar(value, x.DType));
    }

    private static Tensor Repeat(Tensor x, int axis, int before, int after, PadMode mode)
    {
        int size = x.Shape[axis];
        int most = mode == PadMode.Reflect ? size - 1 : mode == PadMode.Circular ? size : size > 0 ? int.MaxValue : 0;
        if (before > most || after > most)
            throw new ShapeException($"Pad: {mode} pads axis {axis} of {x.Shape} by at most {most}, not ({before}, {after}).");
        var index = new long[size + before + after];
        for (int i = 0; i < index.Length; i++)
        {
            int source = i - before;
            index[i] = mode switch
            {
                PadMode.Reflect => source < 0 ? -source : source >= size ? (2 * (size - 1)) - source : source,
                PadMode.Replicate => Math.Clamp(source, 0, size - 1),
                _ => (source + size) % size,
            };
        }

        return x.IndexSelect(axis, Tensor.Wrap(index));
    }
}
