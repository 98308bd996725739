namespace Adjoint.Ops;

/// <summary>
/// The family of operations on batches of matrices, the last two axes of its inputs, whose kernels compute in float64; float32 is widened,
/// and each result is rounded once.
/// </summary>
internal abstract record MatrixOp : Op
{
    /// <summary>Computes the results; real numbers are float64, all is contiguous, and the inputs may be destroyed.</summary>
    private protected abstract void Compute(Tensor[] x, Tensor[] y);

    public override Work? Work(Call call)
    {
        Shape shape = call[0].Shape;
        (int m, int n) = (shape[^2], shape[^1]);
        return new Work((long)shape.Numel * Math.Max(1, Math.Min(m, n)));
    }

    protected internal sealed override Op? OnBatch(int size) => this;

    protected internal sealed override Kernel Bind(ReadOnlySpan<Spec> x) => new DoubleKernel(Name, x, Compute);

    /// <summary>Sizes and number of the matrices of a tensor.</summary>
    private protected static (int Count, int Rows, int Columns) Sizes(Tensor x)
    {
        Shape batch = Matrices.Batch(x.Shape);
        return (batch.Numel, x.Shape[^2], x.Shape[^1]);
    }

    /// <summary>Copies elements of the same type and number.</summary>
    private protected static void Move(Tensor from, Tensor to) => to.CopyRow(in from.FirstReadOnlyByte);

    /// <summary>Fails for the first matrix that has a number other than 0.</summary>
    private protected void Check(int[] found, Tensor x, Func<int, string> what)
    {
        for (int i = 0; i < found.Length; i++)
            if (found[i] != 0) throw LinalgException.At(Name, Matrices.Batch(x.Shape), i, what(found[i]));
    }

    /// <summary>Fails where a matrix has an element that is NaN or infinite, so that no iteration would converge.</summary>
    private protected unsafe void CheckFinite(Tensor x)
    {
        (int count, int m, int n) = Sizes(x);
        fixed (double* values = &x.Reference<double>())
        {
            for (int i = 0; i < count; i++)
            {
                if (double.IsFinite(Row.Largest(values + ((nint)i * m * n), (long)m * n))) continue;
                throw LinalgException.At(Name, Matrices.Batch(x.Shape), i, "an element is NaN or infinite; find where it comes from.");
            }
        }
    }

    /// <summary>What to say of an iteration that does not end, which no finite matrix is known to cause.</summary>
    private protected static string NotConverged(int found) => $"the iteration did not converge ({found}).";
}
