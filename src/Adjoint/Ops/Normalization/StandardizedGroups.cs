namespace Adjoint.Ops;

/// <summary>A shape as the kernel takes it: [outer, groups, length], with statistics over the first and the last.</summary>
internal readonly record struct StandardizedGroups(int Front, int Back, int Outer, int Count, int Length)
{
    /// <summary>The groups, or null where the axes are not a run at the front and one at the back.</summary>
    public static StandardizedGroups? Of(Shape shape, Axes axes)
    {
        int front = 0;
        while (front < shape.Rank && axes.Contains(front)) front++;
        int back = shape.Rank;
        while (back > front && axes.Contains(back - 1)) back--;
        for (int axis = front; axis < back; axis++)
            if (axes.Contains(axis)) return null;
        return new StandardizedGroups(front, back, Product(shape, 0, front), Product(shape, front, back), Product(shape, back, shape.Rank));
    }

    /// <summary>
    /// With which period weight and bias repeat from group to group; 0 where each element of a row has its own, or where
    /// there are none; null where neither is so.
    /// </summary>
    public int? Period(Shape x, Shape? weight)
    {
        if (weight is not { } shape) return 0;
        if (Length > 1 && shape.Count == Length && Product(shape, Back, shape.Rank) == Length) return 0;
        int first = Front;
        while (first < Back && shape[first] == 1) first++;
        int period = Product(shape, first, Back);
        return period == shape.Count && period == Product(x, first, Back) ? period : null;
    }

    private static int Product(Shape shape, int start, int end)
    {
        int product = 1;
        for (int axis = start; axis < end; axis++) product *= shape[axis];
        return product;
    }
}
