namespace Adjoint.Tests.Ops;

/// <summary>An array whose every operation is a loop over positions: slow, and right by inspection.</summary>
internal sealed record Naive(int[] Sizes, long[] Values)
{
    public long this[int[] at]
    {
        get
        {
            int index = 0;
            for (int axis = 0; axis < Sizes.Length; axis++) index = (index * Sizes[axis]) + at[axis];
            return Values[index];
        }
    }

    public static Naive Of(Tensor x) => new(x.Shape.Span.ToArray(), x.ToArray<long>());

    public static Naive Make(int[] sizes, Func<int[], long> value)
    {
        var values = new long[sizes.Aggregate(1, (a, b) => a * b)];
        var at = new int[sizes.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = value(at);
            for (int axis = at.Length - 1; axis >= 0 && ++at[axis] == sizes[axis]; axis--) at[axis] = 0;
        }

        return new Naive(sizes, values);
    }

    /// <summary>The values at other positions: along each axis of the result, where it comes from.</summary>
    public Naive Take(int[] sizes, Func<int[], int[]> from) => Make(sizes, at => this[from(at)]);

    /// <summary>A position with one coordinate changed.</summary>
    public static int[] With(int[] at, int axis, int coordinate)
    {
        int[] copy = [.. at];
        copy[axis] = coordinate;
        return copy;
    }

    public void ShouldBe(Tensor x)
    {
        x.Shape.Span.ToArray().ShouldBe(Sizes);
        x.To(DType.Int64).ToArray<long>().ShouldBe(Values);
    }
}
