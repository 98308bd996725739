namespace Adjoint.Ops;

/// <summary>A = U·diag(S)·Vh with orthonormal columns of U and rows of Vh, and S descending.</summary>
/// <param name="Full">Whether U and Vh are square, instead of only what the product needs.</param>
/// <param name="Vectors">Whether U and Vh are wanted; else the one result is S.</param>
internal sealed record Svd(bool Full, bool Vectors) : MatrixOp
{
    private const string Repeated =
        "two singular values are equal to rounding, so the singular vectors have no derivative. Use Svdvals if only the singular values "
        + "matter, Pinv or Lstsq for what is made of both, or separate the singular values";

    private const string Deficient =
        "a singular value is zero to rounding, so its vectors have no derivative. Use Svdvals if only the singular values matter, "
        + "or Pinv or Lstsq for what is made of both";

    public override OpFacts Facts => OpFacts.Function("svd");

    public override Keep Keeps => Vectors ? Keep.Result(0) | Keep.Result(1) | Keep.Result(2) : Keep.Input(0);

    public override Specs Infer(ReadOnlySpan<Spec> x)
    {
        Spec a = Matrices.One(this, x);
        (int m, int n) = (a.Shape[^2], a.Shape[^1]);
        int k = Math.Min(m, n);
        Spec s = Matrices.Sized(a, k);
        return Vectors ? new Specs(Matrices.Sized(a, m, Full ? m : k), s, Matrices.Sized(a, Full ? n : k, n)) : s;
    }

    public override void Pull(Pullback p)
    {
        if (!p.Wants(0)) return;
        if (!Vectors)
        {
            Tensor[] parts = Engine.ApplyAll(new Svd(false, true), p.Input(0));
            p.Give(0, (parts[0] * p.Gradient().Unsqueeze(-2)).MatMul(parts[2]));
            return;
        }

        Tensor s = p.Output(1);
        int k = s.Shape[^1];
        // What completes the bases is any that fits, so its gradient does not count.
        (Tensor u, Tensor vh) = (p.Output(0).Narrow(-1, 0, k), p.Output(2).Narrow(-2, 0, k));
        Tensor? gu = p.HasGradient(0) ? p.Gradient(0).Narrow(-1, 0, k) : null;
        Tensor? gvh = p.HasGradient(2) ? p.Gradient(2).Narrow(-2, 0, k) : null;
        p.Give(0, Pulled(u, s, vh, gu, p.HasGradient(1) ? p.Gradient(1) : null, gvh));
    }

    // Townsend, Differentiating the singular value decomposition (2016).
    private static Tensor Pulled(Tensor u, Tensor s, Tensor vh, Tensor? gu, Tensor? gs, Tensor? gvh)
    {
        Tensor tolerance = Eigh.Tolerance(s);
        (Tensor row, Tensor column) = (s.Unsqueeze(-2), s.Unsqueeze(-1));
        Tensor middle = Matrices.Diagonal(gs ?? Tensor.Zeros(s.Shape, s.DType));
        Tensor? left = null;
        Tensor? right = null;
        if (gu is not null)
        {
            Tensor product = u.Transpose().MatMul(gu);
            Tensor used = GapQuotient.Used(gu, -2);
            middle += ByGaps(product, used) * row;
            if (u.Shape[^2] > u.Shape[^1]) left = GapQuotient.Of("Svd", Deficient, gu - u.MatMul(product), row, tolerance, used);
        }

        if (gvh is not null)
        {
            Tensor product = vh.MatMul(gvh.Transpose());
            Tensor used = GapQuotient.Used(gvh, -1);
            middle += column * ByGaps(product, used.Transpose());
            if (vh.Shape[^1] > vh.Shape[^2])
                right = GapQuotient.Of("Svd", Deficient, gvh - product.Transpose().MatMul(vh), column, tolerance, used);
        }

        Tensor whole = u.MatMul(middle);
        if (left is not null) whole += left;
        whole = whole.MatMul(vh);
        return right is null ? whole : whole + u.MatMul(right);

        // The skew part by s_k² − s_j², factor by factor.
        Tensor ByGaps(Tensor product, Tensor columns)
        {
            Tensor used = (columns + columns.Transpose()).MaskedFill(Tensor.Eye(s.Shape[^1], dtype: DType.Bool), 0);
            Tensor first = GapQuotient.Of("Svd", Repeated, product - product.Transpose(), row - column, tolerance, used);
            return GapQuotient.Of("Svd", Repeated, first, row + column, tolerance, used);
        }
    }

    private protected override unsafe void Compute(Tensor[] x, Tensor[] y)
    {
        CheckFinite(x[0]);
        (int count, int m, int n) = Sizes(x[0]);
        var found = new int[count];
        int k = Math.Min(m, n);
        int columns = Full ? Math.Max(m, n) : k;
        (int large, int small) = (Math.Max(m, n), k);
        long size = SingularValues.WorkSize(large, small, columns);
        Tensor work = Tensor.Allocate(DType.Float64, [count, checked((int)size)]);
        Tensor tall = m >= n ? x[0] : Transposed(x[0], count, m, n);
        Tensor left = Tensor.Allocate(DType.Float64, [count, large, Vectors ? columns : 0]);
        Tensor right = Tensor.Allocate(DType.Float64, [count, small, small]);
        fixed (double* a = &tall.Reference<double>(), s = &y[Vectors ? 1 : 0].Reference<double>(), memory = &work.Reference<double>())
        fixed (double* u = &left.Reference<double>(), vh = &right.Reference<double>())
            Run(a, s, Vectors ? u : null, vh, memory, (count, large, small, columns), found);
        Check(found, x[0], NotConverged);
        if (Vectors)
        {
            // A = U·S·Vh, or Aᵀ = U·S·Vh, so that A = Vhᵀ·S·Uᵀ.
            if (m >= n)
            {
                Move(left, y[0]);
                Move(right, y[2]);
            }
            else
            {
                Move(Transposed(right, count, small, small), y[0]);
                Move(Transposed(left, count, large, columns), y[2]);
            }
        }

        GC.KeepAlive(work);
        GC.KeepAlive(tall);
    }

    private static unsafe Tensor Transposed(Tensor x, int count, int m, int n)
    {
        Tensor y = Tensor.Allocate(DType.Float64, [count, n, m]);
        fixed (double* from = &x.Reference<double>(), to = &y.Reference<double>())
            for (int i = 0; i < count; i++) Row.Transpose(from + ((nint)i * m * n), m, n, to + ((nint)i * m * n));
        return y;
    }

    private static unsafe void Run(
        double* a, double* s, double* u, double* vh, double* memory, (int Count, int Large, int Small, int Columns) sizes, int[] found)
    {
        (int count, int large, int small, int columns) = sizes;
        long work = SingularValues.WorkSize(large, small, columns);
        MatrixBatch.For(count, 20.0 * large * small * small, i =>
        {
            double* left = u == null ? null : u + ((nint)i * large * columns);
            bool converged = SingularValues.Run(
                a + ((nint)i * large * small), large, small, s + ((nint)i * small), left, columns, vh + ((nint)i * small * small),
                memory + (nint)(i * work));
            if (!converged) found[i] = 1;
        });
    }
}
