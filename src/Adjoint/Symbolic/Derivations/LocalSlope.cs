namespace Adjoint.Symbolic;

/// <summary>The derivative of one operation with respect to one of its inputs, by the operation's own rule.</summary>
internal static class LocalSlope
{
    /// <summary>Pulls g back to some inputs, which are one tensor, and adds up what arrives; null for zero.</summary>
    public static Tensor? Pull(Op op, ReadOnlySpan<Tensor> x, Tensor y, IEnumerable<int> inputs, Tensor g)
    {
        int[] wanted = [.. inputs];
        Tensor?[] pulled = Pullback.Through(new Call(op, x, y), [g], input => Array.IndexOf(wanted, input) >= 0);
        Tensor? sum = null;
        foreach (int input in wanted)
        {
            if (pulled[input] is not { } part) continue;
            sum = sum is null ? part : sum + part;
        }

        return sum;
    }

    /// <summary>The value of ∂y/∂x for numbers.</summary>
    public static double Value(Op op, ReadOnlySpan<Tensor> x, Tensor y, IEnumerable<int> inputs)
    {
        using Scope scope = GradMode.Off();
        return Pull(op, x, y, inputs, Tensor.Ones(y.Shape, y.DType))?.Item() ?? 0;
    }
}
