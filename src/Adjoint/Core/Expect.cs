using System.Diagnostics.CodeAnalysis;

namespace Adjoint.Core;

/// <summary>The checks on inputs that several families share.</summary>
internal static class Expect
{
    /// <summary>Fails unless there are so many inputs.</summary>
    public static void Inputs(Op op, ReadOnlySpan<Spec> x, int count)
    {
        if (x.Length != count) ThrowNumber(op, x.Length, count);
    }

    /// <summary>Fails unless all inputs have one shape and type.</summary>
    public static void Alike(Op op, ReadOnlySpan<Spec> x)
    {
        for (int i = 1; i < x.Length; i++)
        {
            if (x[i].Shape != x[0].Shape) ThrowUnlike(op, x[0], x[i]);
            SameType(op, x[0], x[i]);
        }
    }

    /// <summary>Fails unless two inputs have one type.</summary>
    public static void SameType(Op op, Spec a, Spec b)
    {
        if (a.DType != b.DType) ThrowMixed(op, a, b);
    }

    /// <summary>Fails unless the tensor holds real numbers.</summary>
    public static void Real(Op op, Spec x)
    {
        if (!x.DType.IsFloatingPoint())
            throw new DTypeException($"{op.Name}: not defined on {x.DType.Name()}; cast with To(DType.Float32) first.");
    }

    /// <summary>Fails unless there are so many inputs, all of one type of real numbers.</summary>
    public static void Reals(Op op, ReadOnlySpan<Spec> x, int count)
    {
        Inputs(op, x, count);
        for (int i = 1; i < count; i++) SameType(op, x[0], x[i]);
        Real(op, x[0]);
    }

    /// <summary>Fails unless the tensor holds int64 indices.</summary>
    public static void Indices(Op op, Spec index)
    {
        if (index.DType != DType.Int64)
            throw new DTypeException($"{op.Name}: indices are int64, not {index.DType.Name()}; cast with To(DType.Int64).");
    }

    /// <summary>Fails unless the tensor has so many axes.</summary>
    public static void Rank(Op op, Spec x, int rank, string what)
    {
        if (x.Rank != rank) throw new ShapeException($"{op.Name}: {what} has {rank} axes, not {x.Rank} as in {x.Shape}.");
    }

    // Apart, so that the checks are inlined.
    [DoesNotReturn]
    private static void ThrowNumber(Op op, int given, int count) =>
        throw new GraphException($"{op.Name}: takes {count} input{(count == 1 ? "" : "s")}, not {given}.");

    [DoesNotReturn]
    private static void ThrowUnlike(Op op, Spec a, Spec b) =>
        throw new ShapeException($"{op.Name}: {a.Shape} and {b.Shape} differ; broadcast them to one shape first.");

    [DoesNotReturn]
    private static void ThrowMixed(Op op, Spec a, Spec b) => throw new DTypeException(
        $"{op.Name}: {a.DType.Name()} and {b.DType.Name()} differ; cast one with To(DType.{DTypes.Promote(a.DType, b.DType)}).");
}
