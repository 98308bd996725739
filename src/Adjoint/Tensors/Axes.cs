namespace Adjoint;

/// <summary>A set of axes, compared by value.</summary>
/// <param name="Bits">Bit i stands for axis i.</param>
public readonly record struct Axes(int Bits)
{
    /// <summary>The first <paramref name="rank"/> axes: all of a tensor's.</summary>
    /// <param name="rank">Number of axes.</param>
    /// <returns>The set.</returns>
    public static Axes All(int rank) => new((1 << rank) - 1);

    /// <summary>One axis.</summary>
    /// <param name="axis">The axis, from 0.</param>
    /// <returns>The set of this one.</returns>
    public static Axes Single(int axis) => new(1 << axis);

    /// <summary>Number of axes in the set.</summary>
    public int Count => BitOperations.PopCount((uint)Bits);

    /// <summary>Whether the set holds the axis.</summary>
    /// <param name="axis">The axis, from 0.</param>
    /// <returns>True if it is one of the set.</returns>
    public bool Contains(int axis) => (Bits >> axis & 1) != 0;

    /// <summary>The same axes of a tensor that has one more, the first.</summary>
    internal Axes Shift() => new(Bits << 1);

    /// <summary>Number of elements that fall together when a shape is reduced over these axes.</summary>
    /// <param name="shape">The shape.</param>
    /// <returns>The product of the sizes of these axes.</returns>
    public int CountIn(Shape shape)
    {
        int count = 1;
        for (int axis = 0; axis < shape.Rank; axis++)
            if (Contains(axis)) count *= shape[axis];
        return count;
    }

    /// <summary>The axes named by a user, from the start or the end; none named means all. A number has an axis 0 to name.</summary>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    internal static Axes Resolve(ReadOnlySpan<int> axes, Shape shape, string operation)
    {
        if (axes.IsEmpty || (shape.Rank == 0 && axes is [0] or [-1])) return All(shape.Rank);
        int bits = 0;
        foreach (int axis in axes)
        {
            int bit = 1 << shape.Axis(axis, operation);
            if ((bits & bit) != 0) throw new ShapeException($"{operation}: axis {axis} is named twice.");
            bits |= bit;
        }

        return new Axes(bits);
    }

    /// <summary>The axes as <c>[0, 2]</c>.</summary>
    /// <inheritdoc/>
    public override string ToString()
    {
        int[] axes = new int[Count];
        for (int axis = 0, i = 0; i < axes.Length; axis++)
            if (Contains(axis)) axes[i++] = axis;
        return Shape.Format(axes);
    }
}
