namespace Adjoint.Ops;

/// <summary>The shapes of broadcasting, and its adjoint.</summary>
internal static class Broadcasting
{
    /// <summary>[1, C, 1, …]: the shape in which a number for each channel meets images [N, C, …].</summary>
    public static Shape PerChannel(int rank, int channels) => Shape.Repeat(1, rank).With(1, channels);

    /// <summary>The sum over the axes along which a shape of as many axes was broadcast.</summary>
    public static Tensor SumTo(Tensor g, Shape shape)
    {
        int axes = 0;
        for (int axis = 0; axis < shape.Rank; axis++)
            if (shape[axis] != g.Shape[axis]) axes |= 1 << axis;
        return axes == 0 ? g : Engine.Apply(new Sum(new Axes(axes)), g);
    }
}
