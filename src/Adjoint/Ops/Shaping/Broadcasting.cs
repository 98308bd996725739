namespace Adjoint.Ops;

/// <summary>The adjoint of broadcasting.</summary>
internal static class Broadcasting
{
    /// <summary>The sum over the axes along which a shape of as many axes was broadcast.</summary>
    public static Tensor SumTo(Tensor g, Shape shape)
    {
        int axes = 0;
        for (int axis = 0; axis < shape.Rank; axis++)
            if (shape[axis] != g.Shape[axis]) axes |= 1 << axis;
        return axes == 0 ? g : Engine.Apply(new Sum(new Axes(axes)), g);
    }
}
