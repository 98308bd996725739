namespace Adjoint.Core;

/// <summary>
/// Arithmetic on float16 and bfloat16, which are types of storage: inputs are widened to float32, the operation runs there,
/// and the results are rounded to nearest, ties to even. Operations that move elements, and casts, take them as they are.
/// </summary>
internal static class HalfPrecision
{
    /// <summary>The kernel of an operation, through float32 where an input has half precision and the operation computes.</summary>
    public static Kernel Bind(Op op, ReadOnlySpan<Spec> x)
    {
        bool any = false;
        foreach (ref readonly Spec spec in x) any |= spec.DType.IsHalf();
        return any && !op.TakesHalf ? new Widened(op.Bind(Widen(x))) : op.Bind(x);
    }

    private static Spec[] Widen(ReadOnlySpan<Spec> x)
    {
        var wide = new Spec[x.Length];
        for (int i = 0; i < wide.Length; i++) wide[i] = x[i].DType.IsHalf() ? x[i] with { DType = DType.Float32 } : x[i];
        return wide;
    }

    private sealed class Widened(Kernel kernel) : Kernel
    {
        internal override string? Choice => kernel.Choice;

        public override void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
        {
            var inputs = new Tensor[x.Length];
            for (int i = 0; i < inputs.Length; i++) inputs[i] = x[i].DType.IsHalf() ? x[i].Detach().To(DType.Float32) : x[i];
            var results = new Tensor[y.Length];
            for (int i = 0; i < results.Length; i++)
                results[i] = y[i].DType.IsHalf() ? Tensor.Allocate(new Spec(DType.Float32, y[i].Shape)) : y[i];
            kernel.Run(inputs, results);
            for (int i = 0; i < results.Length; i++)
                if (!ReferenceEquals(results[i], y[i])) results[i].CastInto(y[i]);
            GC.KeepAlive(inputs);
            GC.KeepAlive(results);
        }

        public override string ToString() => $"{kernel}, through float32";

        internal override void AddScratch(ref Kernels.ScratchSizes sizes) => kernel.AddScratch(ref sizes);
    }
}
