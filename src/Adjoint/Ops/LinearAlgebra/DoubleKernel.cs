namespace Adjoint.Ops;

/// <summary>
/// A kernel that computes in float64 whatever the real type: it gets contiguous copies of the inputs, which it may destroy, and each result
/// is rounded once. Integers are as they are.
/// </summary>
internal sealed class DoubleKernel : Kernel
{
    private readonly Action<Tensor[], Tensor[]> compute;

    public DoubleKernel(string operation, ReadOnlySpan<Spec> x, Action<Tensor[], Tensor[]> compute)
    {
        this.compute = compute;
        foreach (Spec spec in x)
            if (spec.DType is not (DType.Float32 or DType.Float64 or DType.Int32 or DType.Int64))
                throw TypedKernel.Lacking(operation, spec.DType);
    }

    public override void Run(ReadOnlySpan<Tensor> x, ReadOnlySpan<Tensor> y)
    {
        var inputs = new Tensor[x.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = x[i].DType.IsFloatingPoint() ? Copied(x[i]) : x[i].Contiguous();
        var results = new Tensor[y.Length];
        for (int i = 0; i < results.Length; i++)
            results[i] = y[i].DType == DType.Float32 ? Tensor.Allocate(DType.Float64, y[i].Shape) : y[i];
        compute(inputs, results);
        for (int i = 0; i < results.Length; i++)
            if (!ReferenceEquals(results[i], y[i])) results[i].CastInto(y[i]);
        GC.KeepAlive(inputs);
        GC.KeepAlive(results);
    }

    private static Tensor Copied(Tensor x)
    {
        Tensor copy = Tensor.Allocate(DType.Float64, x.Shape);
        if (x.DType == DType.Float64) copy.Overwrite(x);
        else x.CastInto(copy);
        return copy;
    }
}
