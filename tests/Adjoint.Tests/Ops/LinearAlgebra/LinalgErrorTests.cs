namespace Adjoint.Tests.Ops;

/// <summary>What a matrix does not have is told, with the matrix and the place in it.</summary>
public sealed class LinalgErrorTests
{
    [Fact]
    public void A_singular_matrix_is_named_with_its_pivot()
    {
        Tensor a = Tensor.Stack([Tensor.Eye(3), Tensor.Ones([3, 3])]);
        Should.Throw<LinalgException>(() => Linalg.Inv(a)).Message.ShouldStartWith("Inv: matrix [1] of the batch: is singular: pivot 1");
        Should.Throw<LinalgException>(() => Linalg.Solve(a, Tensor.Ones([3]))).Message.ShouldContain("Lstsq");
        Should.Throw<LinalgException>(() => Linalg.Inv(Tensor.Zeros([2, 2]))).Message.ShouldStartWith("Inv: is singular: pivot 0");
        Should.Throw<LinalgException>(() => Linalg.SolveTriangular(Tensor.Zeros([2, 2]), Tensor.Ones([2, 1]), true))
            .Message.ShouldContain("element 0");
        Linalg.Cond(Tensor.Zeros([2, 2]), 1).Item().ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_named_with_its_minor() =>
        Should.Throw<LinalgException>(() => Linalg.Cholesky(Tensor.From(new double[,] { { 1, 2 }, { 2, 1 } })))
            .Message.ShouldStartWith("Cholesky: is not positive definite: its leading minor of order 2");

    [Fact]
    public void Numbers_that_are_not_finite_are_told()
    {
        Tensor a = Tensor.Full([2, 2], double.NaN);
        Should.Throw<LinalgException>(() => Linalg.Svd(a)).Message.ShouldContain("NaN");
        Should.Throw<LinalgException>(() => Linalg.Eigh(a)).Message.ShouldContain("NaN");
        Should.Throw<LinalgException>(() => Linalg.Pinv(a)).Message.ShouldStartWith("Pinv: an element is NaN");
        Linalg.Solve(a, Tensor.Ones([2])).IsNaN().All().ShouldBeTrue();
        Linalg.Det(a).Item().ShouldBe(double.NaN);
    }

    [Fact]
    public void Vectors_of_equal_eigenvalues_have_no_derivative_and_the_values_have()
    {
        Tensor a = Tensor.Eye(3, dtype: DType.Float64).WithGrad();
        Should.Throw<LinalgException>(() => Linalg.Eigh(a).Eigenvectors.Square().CumSum(0).Sum().Backward())
            .Message.ShouldContain("Eigvalsh");
        Should.Throw<LinalgException>(() => Linalg.Svd(a).U.CumSum(0).Sum().Backward()).Message.ShouldStartWith("Svd: two singular values");
        double[] identity = Tensor.Eye(3, dtype: DType.Float64).ToArray<double>();
        Engine.Grad([Linalg.Eigvalsh(a).Sum()], [a])[0]!.ToArray<double>().ShouldBe(identity, 1e-14);
        Engine.Grad([Linalg.MatrixNorm(a, "nuc")], [a])[0]!.ToArray<double>().ShouldBe(identity, 1e-14);
    }

    [Fact]
    public void A_vector_that_nothing_uses_may_have_an_equal_eigenvalue()
    {
        Tensor a = Tensor.From(new double[,] { { 5, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }).WithGrad();
        Tensor first = Linalg.Eigh(a).Eigenvectors[.., 2];
        Tensor g = Engine.Grad([(first * first[0]).Sum()], [a])[0]!;
        g.IsNaN().Any().ShouldBeFalse();
    }

    [Fact]
    public void Singular_vectors_of_zero_have_no_derivative_in_matrices_that_are_not_square()
    {
        Tensor a = Tensor.From(new double[,] { { 2, 0 }, { 0, 0 }, { 0, 0 } }).WithGrad();
        Should.Throw<LinalgException>(() => Linalg.Svd(a, false).U.CumSum(0).Sum().Backward())
            .Message.ShouldContain("zero to rounding");
    }

    [Fact]
    public void Shapes_and_modes_that_do_not_fit_are_told()
    {
        Should.Throw<ShapeException>(() => Linalg.Inv(Tensor.Zeros([2, 3]))).Message.ShouldBe("Inv: takes square matrices, not [2, 3].");
        Should.Throw<ShapeException>(() => Linalg.Qr(Tensor.Zeros([2])))
            .Message.ShouldBe("Qr: takes a matrix or a batch of them, not [2].");
        Should.Throw<ShapeException>(() => Linalg.Solve(Tensor.Eye(3), Tensor.Zeros([2, 2]))).Message.ShouldContain("[2, 2]");
        Should.Throw<ArgumentException>(() => Linalg.Qr(Tensor.Eye(3), "full")).Message.ShouldContain("reduced");
        Should.Throw<ArgumentException>(() => Linalg.MatrixNorm(Tensor.Eye(3), 3)).Message.ShouldContain("nuc");
        Should.Throw<GraphException>(() => Linalg.Qr(Tensor.Ones([3, 2]).WithGrad(), "complete").R.Sum().Backward())
            .Message.ShouldContain("reduced");
    }

    [Fact]
    public void Least_squares_of_more_rows_have_residuals()
    {
        (Tensor x, Tensor residuals, _, _) = Linalg.Lstsq(Tensor.Of(1.0, 1, 1).Unsqueeze(-1), Tensor.Of(1.0, 2, 6));
        x.Item().ShouldBe(3, 1e-14);
        residuals.Item().ShouldBe(14, 1e-12);
        Linalg.Lstsq(Tensor.Eye(2), Tensor.Ones([2])).Residuals.Shape.ShouldBe([0]);
    }
}
