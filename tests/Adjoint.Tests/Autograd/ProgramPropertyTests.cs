using FsCheck;
using FsCheck.Fluent;

namespace Adjoint.Tests.Autograd;

/// <summary>Random programs: the ways to differentiate agree with each other and with differences.</summary>
public sealed class ProgramPropertyTests
{
    private static readonly Gen<(ProgramStep[] Steps, double[] X)> Programs =
        from length in Gen.Choose(1, 12)
        from choices in Gen.ArrayOf(Gen.Choose(0, 99_999), 3 * length)
        from x in Gen.ArrayOf(Gen.Choose(-300, 300).Select(n => (n + 0.5) / 200), 3)
        select (Steps(choices), x);

    [Fact]
    public void Forward_and_reverse_mode_agree() => Check(300, (f, x) =>
    {
        Tensor reverse = Functional.Jacobian(f, x, JacobianMode.Reverse);
        Close(Functional.Jacobian(f, x, JacobianMode.Forward), reverse, 1e-9);
        Close(Functional.Jacobian(f, x, JacobianMode.Forward, vectorize: false), reverse, 1e-9);
        Close(Functional.Jacobian(f, x, JacobianMode.Reverse, vectorize: false), reverse, 1e-9);
    });

    [Fact]
    public void So_do_all_orders_of_nesting() => Check(100, (f, x) =>
    {
        Func<Tensor, Tensor> sum = t => f(t).Sum();
        Tensor hessian = Functional.Hessian(sum, x);
        Close(hessian, hessian.Transpose(), 1e-8);
        foreach (JacobianMode outer in new[] { JacobianMode.Forward, JacobianMode.Reverse })
            foreach (JacobianMode inner in new[] { JacobianMode.Forward, JacobianMode.Reverse })
                Close(Functional.Jacobian(t => Functional.Jacobian(sum, t, inner), x, outer), hessian, 1e-8);
        Close(Functional.Hessian(t => Functional.Checkpoint(sum, t), x), hessian, 1e-12);
    });

    [Fact]
    public void They_agree_with_differences() => Check(100, (f, x) =>
    {
        GradientCheck.First(t => [f(t[0])], [x.Detach().WithGrad()], absolute: 1e-4);
        GradientCheck.Second(t => [f(t[0])], [x.Detach().WithGrad()], absolute: 1e-3);
    });

    [Fact]
    public void A_batch_is_the_stack_of_its_slices() => Check(100, (f, x) =>
    {
        Tensor batch = Tensor.Stack([x, x * 0.5, x.Flip()]);
        Func<Tensor, Tensor> gradient = t => Functional.Gradient(s => f(s).Sum(), t);
        Close(Functional.Vmap(f)(batch), Tensor.Stack([f(batch[0]), f(batch[1]), f(batch[2])]), 1e-9);
        Close(Functional.Vmap(gradient)(batch), Tensor.Stack([gradient(batch[0]), gradient(batch[1]), gradient(batch[2])]), 1e-9);
        Close(Functional.Gradient(t => Functional.Vmap(f)(t).Sum(), batch), Functional.Vmap(gradient)(batch), 1e-9);
    });

    private static void Check(int count, Action<Func<Tensor, Tensor>, Tensor> body)
    {
        int checkedPrograms = 0;
        Prop.ForAll(Programs.ToArbitrary(), program =>
        {
            Func<Tensor, Tensor> f = t => ScalarProgram.Run(program.Steps, t);
            Tensor x = Tensor.Wrap(program.X);
            // Programs that run away measure rounding, not rules.
            if (!(Functional.Hessian(t => f(t).Sum(), x).Abs().Max().Item() < 1e3) || f(x).Abs().Max().Item() > 1e3) return;
            if (!IsDefinedAround(f, x)) return;
            body(f, x);
            checkedPrograms++;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
        checkedPrograms.ShouldBeGreaterThan(count / 2);
    }

    /// <summary>
    /// Whether the program has values close by too. Equal numbers, standardised, are 0 or rounding, and divided by their norm 0/0
    /// or not, by chance.
    /// </summary>
    private static bool IsDefinedAround(Func<Tensor, Tensor> f, Tensor x)
    {
        for (int i = 0; i < x.Numel; i++)
        {
            foreach (double step in (double[])[-1e-4, -1e-6, 1e-6, 1e-4])
            {
                double[] near = x.ToArray<double>();
                near[i] += step;
                if (!f(Tensor.Wrap(near)).ToArray<double>().All(double.IsFinite)) return false;
            }
        }

        return true;
    }

    private static ProgramStep[] Steps(int[] choices) => [.. choices.Chunk(3).Select((c, i) => new ProgramStep(
        ScalarProgram.Names[c[0] % ScalarProgram.Names.Count], Math.Max(0, i - (c[1] % 3)), c[2] % (i + 1)))];

    private static void Close(Tensor actual, Tensor expected, double tolerance)
    {
        actual.Shape.ShouldBe(expected.Shape);
        double[] a = actual.Detach().ToArray<double>();
        double[] e = expected.Detach().ToArray<double>();
        double scale = Math.Max(1, e.Max(Math.Abs));
        for (int i = 0; i < a.Length; i++) a[i].ShouldBe(e[i], tolerance * scale);
    }
}
