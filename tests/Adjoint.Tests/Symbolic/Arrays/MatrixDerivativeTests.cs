using Adjoint.Symbolic;

namespace Adjoint.Tests.Symbolic;

/// <summary>
/// Known matrix derivatives (Petersen &amp; Pedersen, The Matrix Cookbook, 2012, and textbooks): the printed formula is read back and must
/// be the closed form, and both what central differences give.
/// </summary>
public sealed class MatrixDerivativeTests
{
    private const double Close = 1e-12;

    [Theory]
    [InlineData("a' x", "a: n, x: n", "x", "a")]
    [InlineData("x' x", "x: n", "x", "2 x")]
    [InlineData("x' A x", "x: n, A: n x n", "x", "(A + Aᵀ) x")]
    [InlineData("x' A x", "x: n, A: n x n", "A", "x xᵀ")]
    [InlineData("norm(x)", "x: n", "x", "x/norm(x)")]
    [InlineData("norm(x)^2", "x: n", "x", "2 x")]
    [InlineData("norm(x - a)", "x: n, a: n", "a", "-(x - a)/norm(x - a)")]
    [InlineData("norm(A x - b)^2", "A: m x n, x: n, b: m", "x", "2 Aᵀ (A x - b)")]
    [InlineData("norm(A x - b)^2", "A: m x n, x: n, b: m", "A", "2(A x - b) xᵀ")]
    [InlineData("sum((X @ w - y)^2) + lam * w' w", "X: n x d, w: d, y: n", "w", "2 Xᵀ (X w - y) + 2 lam w")]
    [InlineData("mean((X @ w - y)^2)", "X: n x d, w: d, y: n", "w", "2 Xᵀ (X w - y)/n")]
    [InlineData(
        "-sum(y * log(sigmoid(X w)) + (1 - y) * log(1 - sigmoid(X w)))", "X: n x d, w: d, y: n", "w", "Xᵀ (sigmoid(X w) - y)")]
    [InlineData("crossentropy(z, k)", "z: c, k: index", "z", "softmax(z) - onehot(k, c)")]
    [InlineData("-log(softmax(z)[k])", "z: c, k: index", "z", "softmax(z) - onehot(k, c)")]
    [InlineData("-sum(y * log(softmax(z)))", "y: c, z: c", "z", "sum(y) softmax(z) - y")]
    [InlineData("crossentropy(W x + b, k)", "W: c x d, x: d, b: c, k: index", "W", "(softmax(W x + b) - onehot(k, c)) xᵀ")]
    [InlineData("crossentropy(X W, y)", "X: n x d, W: d x c, y: n", "W", "Xᵀ (softmax(X W) - onehot(y, c))/n")]
    [InlineData("logsumexp(A x)", "A: m x n, x: n", "x", "Aᵀ softmax(A x)")]
    [InlineData("log(det(X))", "X: n x n", "X", "X⁻ᵀ")]
    [InlineData("det(X)", "X: n x n", "X", "det(X) X⁻ᵀ")]
    [InlineData("det(A X B)", "A: n x n, X: n x n, B: n x n", "X", "det(A) det(X) det(B) X⁻ᵀ")]
    [InlineData("det(X)^3", "X: n x n", "X", "3 det(X)^3 X⁻ᵀ")]
    [InlineData("trace(A X)", "A: n x m, X: m x n", "X", "Aᵀ")]
    [InlineData("trace(A X')", "A: n x m, X: n x m", "X", "A")]
    [InlineData("trace(A X B)", "A: n x m, X: m x k, B: k x n", "X", "Aᵀ Bᵀ")]
    [InlineData("trace(X' A X)", "X: n x m, A: n x n", "X", "(A + Aᵀ) X")]
    [InlineData("trace(A X B X')", "A: n x n, X: n x m, B: m x m", "X", "Aᵀ X Bᵀ + A X B")]
    [InlineData("trace(X X)", "X: n x n", "X", "2 Xᵀ")]
    [InlineData("trace(inv(X))", "X: n x n", "X", "-(X⁻¹ X⁻¹)ᵀ")]
    [InlineData("trace(A inv(X) B)", "A: n x n, X: n x n, B: n x n", "X", "-(X⁻¹ B A X⁻¹)ᵀ")]
    [InlineData("a' inv(X) b", "X: n x n, a: n, b: n", "X", "-X⁻ᵀ a bᵀ X⁻ᵀ")]
    [InlineData("a' X b", "X: n x m, a: n, b: m", "X", "a bᵀ")]
    [InlineData("a' X' X b", "X: n x m, a: m, b: m", "X", "X (a bᵀ + b aᵀ)")]
    [InlineData("norm(X)^2", "X: n x m", "X", "2 X")]
    [InlineData("norm(Y - U V')^2", "Y: n x m, U: n x r, V: m x r", "U", "-2(Y - U Vᵀ) V")]
    [InlineData("(X a - b)' C (X a - b)", "X: n x m, a: m, b: n, C: n x n", "X", "(C + Cᵀ) (X a - b) aᵀ")]
    [InlineData("(x' A x)/(x' x)", "x: n, A: n x n", "x", "(A + Aᵀ) x/(xᵀ x) - 2(xᵀ A x) x/(xᵀ x)^2")]
    [InlineData("sum(exp(A x))", "A: m x n, x: n", "x", "Aᵀ exp(A x)")]
    [InlineData("sum(x^3)", "x: n", "x", "3 x^2")]
    [InlineData("prod(x)", "x: n", "x", "prod(x)/x")]
    [InlineData("max(x)", "x: n", "x", "onehot(argmax(x), n)")]
    [InlineData("sum(relu(W x))", "W: h x d, x: d", "W", "step(W x) xᵀ")]
    [InlineData("dot(v, tanh(W x))", "W: h x d, x: d, v: h", "W", "(v ∘ (1 - tanh(W x)^2)) xᵀ")]
    [InlineData("x' diag(d) x", "x: n, d: n", "x", "2 d ∘ x")]
    [InlineData("sum(softmax(x) * c)", "x: n, c: n", "x", "(diag(softmax(x)) - softmax(x) softmax(x)ᵀ) c")]
    [InlineData("sum(outer(a, b) * M)", "a: n, b: m, M: n x m", "a", "M b")]
    [InlineData("sum(X @ w)", "X: n x d, w: d", "X", "ones(n) wᵀ")]
    [InlineData("sum(attention(Q, K, V) * G)", "Q: n x d, K: m x d, V: m x p, G: n x p", "V", "softmax(Q Kᵀ/sqrt(d))ᵀ G")]
    [InlineData("sum(i, 1, n, (X[i, :] @ w - y[i])^2)", "X: n x d, w: d, y: n", "w", "2 Xᵀ (X w - y)")]
    [InlineData("sum(i, 1, n, x[i] log(x[i]))", "x: n", "x", "1 + log(x)")]
    [InlineData(
        "exp(-(x - mu)' inv(S) (x - mu)/2)", "x: n, mu: n, S: n x n", "mu",
        "exp(-(x - mu)ᵀ S⁻¹ (x - mu)/2) (S⁻¹ + S⁻ᵀ) (x - mu)/2")]
    [InlineData("norm(X[:, 1])^2 + X[2, 1]", "X: n x m", "X", "(2 X[:, 1] + onehot(2, n)) onehot(1, m)ᵀ")]
    public void Known(string text, string shapes, string variable, string closed)
    {
        ArrayExpression f = ArrayExpression.Parse(text, shapes: shapes);

        ArrayFormula formula = f.Gradient(variable);

        formula.Text.ShouldNotBeNull();
        formula.Difference.ShouldNotBeNull().ShouldBeLessThan(Close);
        ArrayExpression read = ArrayExpression.Parse(formula.Text, shapes: shapes);
        ArrayExpression known = ArrayExpression.Parse(closed, shapes: shapes);
        read.ToString().Length.ShouldBeLessThanOrEqualTo(closed.Length + 40, formula.Text);
        for (int seed = 0; seed < 3; seed++)
        {
            IReadOnlyDictionary<string, Tensor> point = RandomPoint.Of(f, seed).ShouldNotBeNull();
            double[] expected = ArrayValues.Entries(known.Evaluate(point));
            Compare(ArrayValues.Entries(read.Evaluate(point)), expected, 1e-11, formula.Text);
            Compare(Differences(f, point, variable), expected, 1e-7, text);
        }
    }

    [Theory]
    [InlineData("A @ x", "A: m x n, x: n", "x", "A")]
    [InlineData("x + A x", "A: n x n, x: n", "x", "eye(n) + A")]
    [InlineData("softmax(x)", "x: n", "x", "diag(softmax(x)) - softmax(x) softmax(x)ᵀ")]
    [InlineData("sigmoid(W x)", "W: h x d, x: d", "x", "diag(sigmoid(W x) ∘ (1 - sigmoid(W x))) W")]
    [InlineData("x (x' x)", "x: n", "x", "(xᵀ x) eye(n) + 2 x xᵀ")]
    [InlineData("x/norm(x)", "x: n", "x", "eye(n)/norm(x) - x xᵀ/norm(x)^3")]
    [InlineData("x * y", "x: n, y: n", "x", "diag(y)")]
    [InlineData("(x' A x)", "x: n, A: n x n", "x", "(A + Aᵀ) x")]
    public void Known_Jacobians(string text, string shapes, string variable, string closed)
    {
        ArrayExpression f = ArrayExpression.Parse(text, shapes: shapes);

        ArrayFormula formula = f.Jacobian(variable);

        formula.HasIndices.ShouldBeFalse();
        formula.Difference.ShouldNotBeNull().ShouldBeLessThan(Close);
        IReadOnlyDictionary<string, Tensor> point = RandomPoint.Of(f, 0).ShouldNotBeNull();
        Compare(
            ArrayValues.Entries(ArrayExpression.Parse(formula.Text!, shapes: shapes).Evaluate(point)),
            ArrayValues.Entries(ArrayExpression.Parse(closed, shapes: shapes).Evaluate(point)), 1e-12, formula.Text!);
    }

    [Theory]
    [InlineData("x' A x", "x: n, A: n x n", "A + Aᵀ")]
    [InlineData("norm(A x - b)^2", "A: m x n, x: n, b: m", "2 Aᵀ A")]
    [InlineData("logsumexp(x)", "x: n", "diag(softmax(x)) - softmax(x) softmax(x)ᵀ")]
    [InlineData("sum(log(1 + exp(x)))", "x: n", "diag(sigmoid(x) ∘ (1 - sigmoid(x)))")]
    [InlineData("sum(x^3)", "x: n", "6 diag(x)")]
    [InlineData("-sum(y * log(sigmoid(X x)) + (1 - y) * log(1 - sigmoid(X x)))", "X: n x d, x: d, y: n",
        "Xᵀ diag(sigmoid(X x) ∘ (1 - sigmoid(X x))) X")]
    [InlineData("prod(x)", "x: n", "prod(x) ((1/x) (1/x)ᵀ - diag(1/x^2))")]
    public void Known_Hessians(string text, string shapes, string closed)
    {
        ArrayExpression f = ArrayExpression.Parse(text, shapes: shapes);

        ArrayFormula formula = f.Hessian("x", "x");

        formula.HasIndices.ShouldBeFalse(formula.Text);
        formula.Difference.ShouldNotBeNull().ShouldBeLessThan(Close);
        IReadOnlyDictionary<string, Tensor> point = RandomPoint.Of(f, 0).ShouldNotBeNull();
        Compare(
            ArrayValues.Entries(ArrayExpression.Parse(formula.Text!, shapes: shapes).Evaluate(point)),
            ArrayValues.Entries(ArrayExpression.Parse(closed, shapes: shapes).Evaluate(point)), 1e-11, formula.Text!);
    }

    [Theory]
    [InlineData("A @ X @ B", "A: m x n, X: n x k, B: k x p", "X")]
    [InlineData("inv(X)", "X: n x n", "X")]
    [InlineData("exp(X)", "X: n x m", "X")]
    [InlineData("X' X", "X: n x m", "X")]
    [InlineData("diag(x) A", "x: n, A: n x m", "x")]
    [InlineData("x x'", "x: n", "x")]
    public void What_has_more_than_two_axes_is_written_with_indices(string text, string shapes, string variable)
    {
        ArrayFormula formula = ArrayExpression.Parse(text, shapes: shapes).Jacobian(variable);

        formula.HasIndices.ShouldBeTrue();
        formula.Problem.ShouldNotBeNull().ShouldContain("indices");
        formula.Difference.ShouldNotBeNull().ShouldBeLessThan(Close);
    }

    [Theory]
    [InlineData("sum((W @ x - b)^2)", "W: m x n, x: n, b: m", "W")]
    [InlineData("trace(A X B)", "A: n x m, X: m x k, B: k x n", "X")]
    [InlineData("logsumexp(A x)", "A: m x n, x: n", "A")]
    [InlineData("sum(outer(a, b) * M)", "a: n, b: m, M: n x m", "a")]
    [InlineData("x' diag(d) x", "x: n, d: n", "d")]
    public void An_entry_has_a_formula_of_its_own(string text, string shapes, string variable)
    {
        ArrayFormula formula = ArrayExpression.Parse(text, shapes: shapes).Entry(variable);

        formula.HasIndices.ShouldBeTrue();
        formula.Difference.ShouldNotBeNull().ShouldBeLessThan(Close);
    }

    [Theory]
    [InlineData("conv(x, k)", "x: 5 x 6, k: 3 x 2")]
    [InlineData("conv(x, k, stride=2, pad=1)", "x: 7, k: 3")]
    [InlineData("maxpool(x, 2)", "x: 4 x 6")]
    [InlineData("avgpool(x, 2)", "x: 4 x 6")]
    [InlineData("batchnorm(x)", "x: 4 x 3")]
    [InlineData("layernorm(x)", "x: 4 x 3")]
    [InlineData("layernorm(x, g, s)", "x: 4 x 3, g: 3, s: 3")]
    [InlineData("attention(x, K, V)", "x: 2 x 3, K: 4 x 3, V: 4 x 2")]
    [InlineData("softplus(x)", "x: 4")]
    [InlineData("gelu(x)", "x: 4")]
    [InlineData("mish(x)", "x: 4")]
    public void Networks_parts_have_formulas_that_agree(string text, string shapes)
    {
        ArrayFormula formula = ArrayExpression.Parse($"sum(({text})^2)", shapes: shapes).Gradient("x");

        formula.Text.ShouldNotBeNull();
        formula.Difference.ShouldNotBeNull().ShouldBeLessThan(1e-9);
    }

    private static void Compare(double[] found, double[] expected, double tolerance, string what)
    {
        found.Length.ShouldBe(expected.Length, what);
        double scale = Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < found.Length; i++) found[i].ShouldBe(expected[i], tolerance * scale, what);
    }

    /// <summary>Central differences of two steps, combined as Richardson does.</summary>
    private static double[] Differences(ArrayExpression f, IReadOnlyDictionary<string, Tensor> point, string variable)
    {
        double[] x = ArrayValues.Entries(point[variable]);
        var slopes = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            double h = 1e-3 * Math.Max(0.1, Math.Abs(x[i]));
            slopes[i] = ((4 * Slope(i, h)) - Slope(i, 2 * h)) / 3;
        }

        return slopes;

        double Slope(int i, double h) => (At(i, h) - At(i, -h)) / (2 * h);

        double At(int i, double h)
        {
            double[] moved = [.. x];
            moved[i] += h;
            var values = point.ToDictionary(pair => pair.Key, pair => pair.Value.Detach());
            values[variable] = Tensor.From<double>(moved).Reshape(point[variable].Shape.Span);
            return f.Evaluate(values).Item();
        }
    }
}
