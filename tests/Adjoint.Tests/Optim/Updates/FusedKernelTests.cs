using Adjoint.Optim;

namespace Adjoint.Tests.Optim;

/// <summary>A step as a function of tensors and numbers, beside the step of an optimizer.</summary>
public class FusedKernelTests
{
    [Theory]
    [MemberData(nameof(Rules.Fused), MemberType = typeof(Rules))]
    public void A_step_from_tensors_and_scalars_has_the_bits_of_the_optimizers(string name)
    {
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
        {
            foreach (int count in new[] { 1, 37, 40_000 })
            {
                var rule = (FusedRule)Rules.Of(name);
                Tensor parameter = Tensor.Normal([count], dtype: type, generator: new Generator(1)).WithGrad();
                Tensor other = parameter.Detach().Clone();
                var optimizer = new Optimizer([parameter], rule) { Clip = GradientClip.ByValue(0.75) };
                var state = new ParameterState(0, other, rule);
                FusedUpdate update = rule.Kernel().Bind(type, [state]);
                for (int step = 0; step < 3; step++)
                {
                    parameter.Grad = Tensor.Normal([count], dtype: type, generator: new Generator((ulong)step));
                    optimizer.Step();
                    state.Advance();
                    state.Gradient = parameter.Grad;
                    update.Step(rule.Scalars(new StepInfo(state, rule.LearningRate)), scale: 1, limit: 0.75);
                    Values(other).ShouldBe(Values(parameter), $"{name}, {type}, {count} elements, step {step}");
                }
            }
        }

        static double[] Values(Tensor tensor) => tensor.Detach().To(DType.Float64).ToArray<double>();
    }

    [Fact]
    public void A_type_without_a_kernel_is_refused()
    {
        var rule = new SGDRule();
        Tensor whole = Tensor.Arange(3);
        Should.Throw<DTypeException>(() => rule.Kernel().Bind([new ParameterState(0, whole, rule)])).Message
            .ShouldContain("SGD: a parameter is int64; optimizers step float32 and float64 only");
        Should.Throw<DTypeException>(() => WeightAverage.Equal([whole])).Message.ShouldContain("WeightAverage: parameter 0 is int64");
        Should.Throw<DTypeException>(() => new SGD([whole])).Message.ShouldContain("keep parameters in one of these");
    }
}
