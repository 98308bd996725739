namespace Adjoint.Tests.Ops;

/// <summary>Linear algebra by what it must satisfy, on sizes around those at which kernels change.</summary>
public sealed class LinalgTests
{
    public static TheoryData<int, int> Sizes =>
    [
        (0, 0), (0, 3), (3, 0), (1, 1), (2, 2), (5, 5), (31, 31), (33, 33), (64, 64), (65, 65), (130, 130), (200, 3), (3, 200),
        (70, 40), (40, 70), (1, 9), (9, 1),
        (129, 128),
    ];

    public static TheoryData<int> Orders => [0, 1, 2, 3, 8, 33, 64, 65, 130, 200];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Cholesky_factors_give_the_matrix(int n)
    {
        Tensor a = Positive(n);
        Tensor l = Linalg.Cholesky(a);
        Close(l.MatMul(l.Transpose()), a);
        Close(l, l.Tril(), 0);
        Close(Linalg.Cholesky(a, true), l.Transpose(), 1e-12);
        Tensor b = Normal([n, 3]);
        Close(a.MatMul(Linalg.CholeskySolve(b, l)), b, 1e-9);
        Close(Linalg.CholeskyInverse(l).MatMul(a), Tensor.Eye(n, dtype: DType.Float64), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Lu_factors_give_the_matrix(int m, int n)
    {
        Tensor a = Normal([2, m, n]);
        (Tensor p, Tensor l, Tensor u) = Linalg.Lu(a);
        Close(p.MatMul(l).MatMul(u), a);
        Close(l, l.Tril(), 0);
        Close(u, u.Triu(), 0);
        (l.Detach().Abs().Numel == 0 || l.Abs().Max().Item() <= 1).ShouldBeTrue();
        (Tensor lu, Tensor pivots) = Linalg.LuFactor(a);
        pivots.DType.ShouldBe(DType.Int32);
        (Tensor p2, Tensor l2, Tensor u2) = Linalg.LuUnpack(lu, pivots);
        Close(p2.MatMul(l2).MatMul(u2), a);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Solutions_solve(int n)
    {
        Tensor a = Normal([2, n, n]) + (Tensor.Eye(n, dtype: DType.Float64) * 3);
        Tensor b = Normal([2, n, 20]);
        Close(a.MatMul(Linalg.Solve(a, b)), b, 1e-7);
        Close(Linalg.Solve(a, b.Transpose(), false).MatMul(a), b.Transpose(), 1e-7);
        Close(a.MatMul(Linalg.Solve(a, b[TensorIndex.Ellipsis, 0]).Unsqueeze(-1)).Squeeze(-1), b[TensorIndex.Ellipsis, 0], 1e-7);
        Close(Linalg.Inv(a).MatMul(a), Tensor.Eye(n, dtype: DType.Float64).Expand(2, n, n), 1e-7);
        (Tensor lu, Tensor pivots) = Linalg.LuFactor(a);
        Close(a.MatMul(Linalg.LuSolve(lu, pivots, b)), b, 1e-7);
        Close(a.Transpose().MatMul(Linalg.LuSolve(lu, pivots, b, adjoint: true)), b, 1e-7);
        Tensor t = a.Tril() + (Tensor.Eye(n, dtype: DType.Float64) * 20);
        Close(t.MatMul(Linalg.SolveTriangular(t, b, false)), b, 1e-9);
        Close(t.Transpose().MatMul(Linalg.SolveTriangular(t.Transpose(), b, true)), b, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Qr_factors_give_the_matrix(int m, int n)
    {
        Tensor a = Normal([2, m, n]);
        foreach (string mode in (string[])["reduced", "complete"])
        {
            (Tensor q, Tensor r) = Linalg.Qr(a, mode);
            Close(q.MatMul(r), a);
            Close(r, r.Triu(), 0);
            Close(q.Transpose().MatMul(q), Tensor.Eye(q.Shape[^1], dtype: DType.Float64).Expand(2, -1, -1));
        }

        Linalg.Qr(a, "r").Q.Shape.ShouldBe([0]);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Eigenvectors_turn_the_matrix_into_its_eigenvalues(int n)
    {
        Tensor x = Normal([2, n, n]);
        Tensor a = x + x.Transpose();
        (Tensor values, Tensor v) = Linalg.Eigh(a);
        Close((v * values.Unsqueeze(-2)).MatMul(v.Transpose()), a, 1e-11 * Math.Max(1, n));
        Close(v.Transpose().MatMul(v), Tensor.Eye(n, dtype: DType.Float64).Expand(2, n, n));
        Close(Linalg.Eigvalsh(a), values, 0);
        for (int i = 1; i < n; i++) (values[0, i].Item() >= values[0, i - 1].Item()).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Singular_vectors_give_the_matrix(int m, int n)
    {
        Tensor a = Normal([2, m, n]);
        int k = Math.Min(m, n);
        foreach (bool full in (bool[])[false, true])
        {
            (Tensor u, Tensor s, Tensor vh) = Linalg.Svd(a, full);
            Close((u.Narrow(-1, 0, k) * s.Unsqueeze(-2)).MatMul(vh.Narrow(-2, 0, k)), a, 1e-11);
            Close(u.Transpose().MatMul(u), Tensor.Eye(u.Shape[^1], dtype: DType.Float64).Expand(2, -1, -1));
            Close(vh.MatMul(vh.Transpose()), Tensor.Eye(vh.Shape[^2], dtype: DType.Float64).Expand(2, -1, -1));
            Close(Linalg.Svdvals(a), s, 1e-12);
        }
    }

    [Theory]
    [InlineData(6, 4, 2)]
    [InlineData(4, 6, 1)]
    [InlineData(5, 5, 0)]
    [InlineData(140, 135, 60)]
    public void Matrices_of_low_rank_have_orthonormal_vectors_too(int m, int n, int rank)
    {
        Tensor a = Normal([m, rank]).MatMul(Normal([rank, n]));
        (Tensor u, Tensor s, Tensor vh) = Linalg.Svd(a);
        Close(u.Transpose().MatMul(u), Tensor.Eye(m, dtype: DType.Float64));
        Close(vh.MatMul(vh.Transpose()), Tensor.Eye(n, dtype: DType.Float64));
        int k = Math.Min(m, n);
        Close((u.Narrow(-1, 0, k) * s).MatMul(vh.Narrow(-2, 0, k)), a, 1e-10);
        Linalg.MatrixRank(a).Item().ShouldBe(rank);
        Tensor p = Linalg.Pinv(a);
        Close(a.MatMul(p).MatMul(a), a, 1e-9);
        Close(p.MatMul(a).MatMul(p), p, 1e-9);
        Close(a.MatMul(p), a.MatMul(p).Transpose(), 1e-9);
        Tensor b = Normal([m, 2]);
        (Tensor x, _, Tensor ranks, Tensor values) = Linalg.Lstsq(a, b);
        Close(x, p.MatMul(b), 1e-9);
        ranks.Item().ShouldBe(rank);
        Close(values, s, 1e-10);
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e-3)]
    [InlineData(1e200)]
    public void Large_and_small_numbers_neither_overflow_nor_vanish(double scale)
    {
        Tensor x = Normal([6, 6]);
        Tensor a = (x + x.Transpose()) * scale;
        Close(Linalg.Eigvalsh(a) / scale, Linalg.Eigvalsh(a / scale), 1e-12);
        Close(Linalg.Svdvals(a) / scale, Linalg.Svdvals(a / scale), 1e-12);
        Close(Linalg.Qr(a).R / scale, Linalg.Qr(a / scale).R, 1e-12);
        Close(Linalg.Slogdet(a).Logabsdet - (6 * Math.Log(scale)), Linalg.Slogdet(a / scale).Logabsdet, 1e-9);
    }

    [Fact]
    public void Graded_matrices_keep_their_small_singular_values()
    {
        double[] sizes = [1, 1e-6, 1e-12];
        Tensor a = Linalg.Qr(Normal([3, 3])).Q * Tensor.Of<double>(sizes);
        double[] s = Linalg.Svdvals(a).ToArray<double>();
        for (int i = 0; i < 3; i++) s[i].ShouldBe(sizes[i], 1e-9 * sizes[i]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(40)]
    public void The_exponential_adds_as_it_should(int n)
    {
        Tensor a = Normal([n, n]);
        Tensor e = Linalg.MatrixExp(a);
        Close(e.MatMul(Linalg.MatrixExp(-a)), Tensor.Eye(n, dtype: DType.Float64), 1e-5);
        double size = n == 0 ? 1 : e.MatMul(e).Abs().Max().Item();
        Close(e.MatMul(e) / size, Linalg.MatrixExp(a * 2) / size, 1e-8);
    }

    [Fact]
    public void Special_exponentials()
    {
        Close(Linalg.MatrixExp(Tensor.Zeros([3, 3], DType.Float64)), Tensor.Eye(3, dtype: DType.Float64), 0);
        Tensor nilpotent = Tensor.From(new double[,] { { 0, 3, 0 }, { 0, 0, 5 }, { 0, 0, 0 } });
        Close(Linalg.MatrixExp(nilpotent), Tensor.From(new double[,] { { 1, 3, 7.5 }, { 0, 1, 5 }, { 0, 0, 1 } }), 1e-14);
        Linalg.MatrixExp(Tensor.Full([1, 1], 20, DType.Float64)).Item().ShouldBe(Math.Exp(20), 1e-4);
        Linalg.MatrixExp(Tensor.Full([2, 2], double.NaN)).IsNaN().All().ShouldBeTrue();
    }

    [Fact]
    public void Powers()
    {
        Tensor a = Tensor.From(new double[,] { { 1, 1 }, { 1, 0 } });
        Close(Linalg.MatrixPower(a, 10), Tensor.From(new double[,] { { 89, 55 }, { 55, 34 } }), 1e-12);
        Close(Linalg.MatrixPower(a, 0), Tensor.Eye(2, dtype: DType.Float64), 0);
        Close(Linalg.MatrixPower(a, -1).MatMul(a), Tensor.Eye(2, dtype: DType.Float64), 1e-14);
    }

    [Fact]
    public void Determinants()
    {
        Linalg.Det(Tensor.From(new double[,] { { 0, 2 }, { 3, 4 } })).Item().ShouldBe(-6, 1e-14);
        Linalg.Det(Tensor.Zeros([0, 0])).Item().ShouldBe(1);
        (Tensor sign, Tensor logarithm) = Linalg.Slogdet(Tensor.From(new double[,] { { 0, 2 }, { 3, 4 } }));
        (sign.Item(), logarithm.Item()).ShouldBe((-1, Math.Log(6)));
        Linalg.Slogdet(Tensor.Zeros([2, 2])).Logabsdet.Item().ShouldBe(double.NegativeInfinity);
        Linalg.Logdet(Tensor.From(new double[,] { { 0, 2 }, { 3, 4 } })).Item().ShouldBe(double.NaN);
    }

    [Fact]
    public void A_singular_matrix_has_a_determinant_with_derivatives()
    {
        Tensor a = Tensor.From(new double[,] { { 1, 2, 3 }, { 2, 4, 6 }, { 1, 0, 1 } }).WithGrad();
        Tensor g = Engine.Grad([Linalg.Det(a)], [a], createGraph: true)[0]!;
        Close(g.Detach(), Tensor.From(new double[,] { { 4, 4, -4 }, { -2, -2, 2 }, { 0, 0, 0 } }), 1e-12);
        GradientCheck.Second(x => [Linalg.Det(x[0])], [a]);
        GradientCheck.Second(x => [Linalg.Det(x[0])], [Tensor.Zeros([2, 2], DType.Float64).WithGrad()]);
    }

    private static Tensor Positive(int n)
    {
        Tensor x = Normal([n, n]);
        return x.MatMul(x.Transpose()) + (Tensor.Eye(n, dtype: DType.Float64) * (0.5 + n));
    }

    private static Tensor Normal(Shape shape) => Tensor.Normal(shape, generator: new Generator(3), dtype: DType.Float64);

    private static void Close(Tensor actual, Tensor expected, double tolerance = 1e-10)
    {
        actual.Shape.ShouldBe(expected.Shape);
        if (actual.Numel == 0) return;
        (actual.Detach() - expected.Detach()).Abs().Max().Item().ShouldBeLessThanOrEqualTo(tolerance);
    }
}
