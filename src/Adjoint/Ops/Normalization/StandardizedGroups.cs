namespace Adjoint.Ops;

/// <summary>A shape as the kernel takes it: [outer, groups, length], with statistics over the first and the last.</summary>
/// <param name="Outer">Rows of a group.</param>
/// <param name="Count">How many groups there are.</param>
/// <param name="Length">Elements of a row.</param>
/// <param name="Period">
/// With which period weight and bias repeat from group to group; 0 where each element of a row has its own, or where there are none.
/// </param>
internal sealed record StandardizedGroups(int Outer, int Count, int Length, int Period)
{
    /// <summary>
    /// The groups; null where there are no elements, where the axes are not a run at the front and one at the back, or where the
    /// weights do not repeat.
    /// </summary>
    public static StandardizedGroups? Of(Shape shape, Axes axes, Shape? weight)
    {
        int front = 0, back = shape.Rank;
        while (front < shape.Rank && axes.Contains(front)) front++;
        while (back > front && axes.Contains(back - 1)) back--;
        for (int axis = front; axis < back; axis++)
            if (axes.Contains(axis)) return null;
        int length = Shape.Product(shape.Span[back..]);
        return shape.Numel > 0 && PeriodOf(weight, shape, front, back, length) is { } period
            ? new StandardizedGroups(Shape.Product(shape.Span[..front]), Shape.Product(shape.Span[front..back]), length, period)
            : null;
    }

    private static int? PeriodOf(Shape? weight, Shape x, int front, int back, int length)
    {
        if (weight is not { } shape) return 0;
        if (length > 1 && shape.Numel == length && Shape.Product(shape.Span[back..]) == length) return 0;
        int first = front;
        while (first < back && shape[first] == 1) first++;
        int period = Shape.Product(shape.Span[first..back]);
        return period == shape.Numel && period == Shape.Product(x.Span[first..back]) ? period : null;
    }
}
