namespace Adjoint.Core;

/// <summary>Inputs that are checked, for operations whose result is like the first of them.</summary>
internal static class Inputs
{
    /// <summary>The only input.</summary>
    public static Spec One(Op op, ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(op, x, 1);
        return x[0];
    }

    /// <summary>The first of so many inputs, which are real numbers of one type.</summary>
    public static Spec Real(Op op, ReadOnlySpan<Spec> x, int count = 1)
    {
        Expect.Reals(op, x, count);
        return x[0];
    }

    /// <summary>The first of two inputs, the second of which are indices.</summary>
    public static Spec Indexed(Op op, ReadOnlySpan<Spec> x)
    {
        Expect.Inputs(op, x, 2);
        Expect.Indices(op, x[1]);
        return x[0];
    }
}
