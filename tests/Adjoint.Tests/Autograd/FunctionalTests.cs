namespace Adjoint.Tests.Autograd;

/// <summary>Derivatives of functions: shapes, nesting, and what is and is not recorded.</summary>
public sealed class FunctionalTests
{
    private static Tensor Number(double value) => Tensor.Scalar(value, DType.Float64);

    [Fact]
    public void Perturbations_are_not_confused()
    {
        // d/dx x·(d/dy (x + y)) = 1. A mode that confuses the two inner changes gives 2.
        foreach (Func<Func<Tensor, Tensor>, Tensor, Tensor> inner in Slopes)
            foreach (Func<Func<Tensor, Tensor>, Tensor, Tensor> outer in Slopes)
            {
                outer(x => x * inner(y => x + y, Number(1)), Number(1)).Item().ShouldBe(1);
                outer(x => x * inner(y => x + y, x), Number(1)).Item().ShouldBe(1);
                // d/dx x·(d/dy (x·y)) = 2x; with the inner derivative taken at x, still.
                outer(x => x * inner(y => x * y, x), Number(3)).Item().ShouldBe(6);
            }
    }

    [Fact]
    public void Nesting_goes_to_any_order_in_any_mix()
    {
        // The derivatives of x⁵ at 2.
        double[] expected = [80, 160, 240, 240, 120, 0];
        for (int mask = 0; mask < 64; mask++)
        {
            Func<Tensor, Tensor> f = x => x.Pow(5);
            for (int order = 0; order < 6; order++)
            {
                Func<Tensor, Tensor> before = f;
                Func<Func<Tensor, Tensor>, Tensor, Tensor> slope = Slopes[mask >> order & 1];
                f = x => slope(before, x);
                f(Number(2)).Item().ShouldBe(expected[order], 1e-9);
            }
        }
    }

    [Fact]
    public void A_gradient_is_recorded_only_where_something_outside_is_tracked()
    {
        Tensor x = Tensor.Of(1.0, 2);
        Functional.Gradient(t => t.Square().Sum(), x).RequiresGrad.ShouldBeFalse();
        x.RequiresGrad.ShouldBeFalse();
        Tensor w = Tensor.Of(3.0, 4).WithGrad();
        (Tensor value, Tensor g) = Functional.ValueAndGradient(t => (t.Square() * w).Sum(), x);
        value.Item().ShouldBe(3 + 16);
        g.ToArray<double>().ShouldBe([6.0, 16]);
        g.Sum().Backward();
        w.Grad!.ToArray<double>().ShouldBe([2.0, 4]);
        using Scope _ = GradMode.Off();
        (value, g) = Functional.ValueAndGradient(t => (t.Square() * w).Sum(), x);
        (value.RequiresGrad, g.RequiresGrad).ShouldBe((false, false));
        g.ToArray<double>().ShouldBe([6.0, 16]);
    }

    [Fact]
    public void A_constant_has_the_gradient_zero()
    {
        Tensor x = Tensor.Of(1.0, 2);
        Functional.Gradient(_ => Number(3), x).ToArray<double>().ShouldBe([0.0, 0]);
        Functional.Hessian(t => t.Sum(), x).ToArray<double>().ShouldBe([0.0, 0, 0, 0]);
        Functional.Jvp(_ => Tensor.Of(3.0), x, x).Tangent.ToArray<double>().ShouldBe([0.0]);
        Functional.Jacobian(t => t, x).ToArray<double>().ShouldBe([1.0, 0, 0, 1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Jacobians_have_the_axes_of_the_result_then_those_of_the_input(bool vectorize)
    {
        Tensor a = Tensor.Linspace(0.1, 1, 6, DType.Float64).Reshape(2, 3);
        Tensor b = Tensor.Linspace(-1, 1, 12, DType.Float64).Reshape(3, 4);
        foreach (JacobianMode mode in Enum.GetValues<JacobianMode>())
        {
            Tensor[][] j = Functional.Jacobian(x => [x[0].MatMul(x[1]), x[0].Sum(1)], [a, b], mode, vectorize);
            j[0][0].Shape.ShouldBe([2, 4, 2, 3]);
            j[0][1].Shape.ShouldBe([2, 4, 3, 4]);
            j[1][0].Shape.ShouldBe([2, 2, 3]);
            j[1][1].Shape.ShouldBe([2, 3, 4]);
            // d(ab)[i, k] / d a[i, l] = b[l, k].
            j[0][0][1, 2, 1, 0].Item().ShouldBe(b[0, 2].Item());
            j[0][0][1, 2, 0, 0].Item().ShouldBe(0);
            j[0][1][1, 2, 0, 2].Item().ShouldBe(a[1, 0].Item());
            j[1][0][1, 1, 2].Item().ShouldBe(1);
            j[1][1].ToArray<double>().ShouldAllBe(v => v == 0);
            j[0][0].RequiresGrad.ShouldBeFalse();
        }
    }

    [Fact]
    public void An_empty_input_or_result_gives_an_empty_Jacobian()
    {
        Functional.Jacobian(x => x.Exp(), Tensor.Zeros([0], DType.Float64)).Shape.ShouldBe([0, 0]);
        Functional.Jacobian(x => x.Exp(), Tensor.Zeros([0], DType.Float64), JacobianMode.Forward).Shape.ShouldBe([0, 0]);
        Functional.Jacobian(x => x.Narrow(0, 0, 0), Tensor.Zeros([3], DType.Float64)).Shape.ShouldBe([0, 3]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Second_derivatives_agree_with_each_other(bool vectorize)
    {
        Tensor x = Tensor.Of(0.3, -0.7, 1.1);
        static Tensor F(Tensor t) => (t.Exp() * t.Flip()).Sum().Tanh() + t.Prod();
        Tensor h = Functional.Hessian(F, x, vectorize);
        h.Shape.ShouldBe([3, 3]);
        Close(h, h.Transpose());
        Close(h, Functional.Jacobian(t => Functional.Gradient(F, t), x, JacobianMode.Forward, vectorize));
        Close(h, Functional.Jacobian(t => Functional.Gradient(F, t), x, JacobianMode.Reverse, vectorize));
        Close(h, Functional.Jacobian(t => Functional.Jacobian(F, t, JacobianMode.Forward), x, JacobianMode.Forward, vectorize));
        Tensor v = Tensor.Of(1.0, 2, -3);
        (Tensor value, Tensor product) = Functional.Hvp(F, x, v);
        value.Item().ShouldBe(F(x).Item());
        Close(product, h.MatMul(v));
        Close(Functional.Laplacian(F, x, vectorize), h.Diagonal().Sum());
    }

    [Fact]
    public void Several_inputs_have_a_Hessian_of_blocks()
    {
        Tensor a = Tensor.Of(0.5, 2);
        Tensor b = Tensor.Of(1.0, 2, 3).Reshape(3, 1);
        Func<Tensor[], Tensor> f = x => (x[0] * x[1]).Sin().Sum();
        Tensor[][] h = Functional.Hessian(f, [a, b]);
        h[0][0].Shape.ShouldBe([2, 2]);
        h[0][1].Shape.ShouldBe([2, 3, 1]);
        h[1][0].Shape.ShouldBe([3, 1, 2]);
        h[1][1].Shape.ShouldBe([3, 1, 3, 1]);
        Close(h[0][1], h[1][0].Permute(2, 0, 1));
        (_, Tensor[] products) = Functional.Hvp(f, [a, b], [a, b]);
        Close(products[0], (h[0][0] * a).Sum(1) + (h[0][1] * b).Sum(1, 2));
        Close(products[1], (h[1][0] * a).Sum(2) + (h[1][1] * b).Sum(2, 3));
    }

    [Fact]
    public void The_pullback_and_the_push_are_transposes()
    {
        Tensor x = Tensor.Of(0.3, -0.7, 1.1);
        Tensor t = Tensor.Of(1.0, 2, 3);
        Tensor g = Tensor.Of(-1.0, 0.5);
        static Tensor F(Tensor v) => Tensor.Stack([v.Exp().Sum(), (v * v.Flip()).Sum()]);
        (Tensor y, Tensor pushed) = Functional.Jvp(F, x, t);
        (Tensor z, Tensor pulled) = Functional.Vjp(F, x, g);
        y.ToArray<double>().ShouldBe(z.ToArray<double>());
        (pushed * g).Sum().Item().ShouldBe((pulled * t).Sum().Item(), 1e-12);
    }

    [Fact]
    public void A_tracked_direction_is_differentiated_too()
    {
        Tensor x = Tensor.Of(0.3, -0.7);
        Tensor t = Tensor.Of(1.0, 2).WithGrad();
        Functional.Jvp(v => v.Square(), x, t).Tangent.Sum().Backward();
        Close(t.Grad!, x * 2);
        t.ZeroGrad();
        Functional.Vjp(v => v.Square(), x, t).Gradient.Sum().Backward();
        Close(t.Grad!, x * 2);
        t.ZeroGrad();
        Functional.Hvp(v => v.Pow(3).Sum(), x, t).Product.Sum().Backward();
        Close(t.Grad!, x * 6);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Tensor x = Tensor.Of(1.0, 2);
        Should.Throw<ShapeException>(
            () => Functional.Gradient(t => t * 2, x)).Message.ShouldContain("Gradient: the function gives float64 [2]");
        Should.Throw<DTypeException>(() => Functional.Gradient(t => t.Sum(), Tensor.Of(1, 2))).Message.ShouldContain("input 0 is int32");
        Should.Throw<ShapeException>(() => Functional.Jvp(t => t, x, Number(1))).Message.ShouldContain("Jvp: a tangent of shape []");
        Should.Throw<ShapeException>(() => Functional.Vjp(t => t, x, Number(1))).Message.ShouldContain("Vjp: a gradient of shape []");
        Should.Throw<ShapeException>(() => Functional.Hvp(t => t.Sum(), x, Number(1))).Message.ShouldContain("Hvp: a vector of shape []");
        Should.Throw<DTypeException>(() => Functional.Jacobian(t => t.Greater(0), x)).Message.ShouldContain("Jacobian: a result is bool");
    }

    private static Func<Func<Tensor, Tensor>, Tensor, Tensor>[] Slopes =>
    [
        Functional.Gradient,
        (f, x) => Functional.Jvp(f, x, Number(1)).Tangent,
        (f, x) => Functional.Jacobian(f, x),
        (f, x) => Functional.Jacobian(f, x, JacobianMode.Forward),
    ];

    private static void Close(Tensor actual, Tensor expected)
    {
        actual.Shape.ShouldBe(expected.Shape);
        double[] a = actual.Detach().ToArray<double>();
        double[] e = expected.Detach().ToArray<double>();
        for (int i = 0; i < a.Length; i++) a[i].ShouldBe(e[i], 1e-12 * Math.Max(1, Math.Abs(e[i])));
    }
}
