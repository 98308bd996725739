namespace Adjoint.Tests.Autograd;

public sealed class GradModeTests
{
    [Fact]
    public void Scopes_nest()
    {
        Tensor x = Tensor.Scalar(2).WithGrad();
        GradMode.IsEnabled.ShouldBeTrue();
        using (GradMode.Off())
        {
            (x * 2).RequiresGrad.ShouldBeFalse();
            using (GradMode.On())
            {
                (x * 2).RequiresGrad.ShouldBeTrue();
                using (GradMode.Off()) GradMode.IsEnabled.ShouldBeFalse();
                GradMode.IsEnabled.ShouldBeTrue();
            }

            GradMode.IsEnabled.ShouldBeFalse();
        }

        (x * 2).RequiresGrad.ShouldBeTrue();
    }

    [Fact]
    public void Detecting_anomalies_leaves_recording_as_it_was()
    {
        using (GradMode.Off())
        {
            using (GradMode.DetectAnomalies())
            {
                GradMode.IsEnabled.ShouldBeFalse();
                GradMode.DetectsAnomalies.ShouldBeTrue();
                using (GradMode.On()) GradMode.DetectsAnomalies.ShouldBeTrue();
            }

            GradMode.DetectsAnomalies.ShouldBeFalse();
        }
    }

    [Fact]
    public void A_failure_ends_the_scope()
    {
        Should.Throw<ShapeException>(Fail);
        GradMode.IsEnabled.ShouldBeTrue();

        static void Fail()
        {
            using Scope scope = GradMode.Off();
            _ = Tensor.Zeros([2]) + Tensor.Zeros([3]);
        }
    }

    [Fact]
    public void The_mode_belongs_to_the_thread()
    {
        bool elsewhere = false;
        using (GradMode.Off())
        {
            var thread = new Thread(() => elsewhere = GradMode.IsEnabled);
            thread.Start();
            thread.Join();
        }

        elsewhere.ShouldBeTrue();
    }

    [Fact]
    public void A_backward_pass_does_not_change_the_callers_mode()
    {
        Tensor x = Tensor.Scalar(2).WithGrad();
        Tensor y = x * x;
        using (GradMode.Off())
        {
            y.Backward(createGraph: true);
            GradMode.IsEnabled.ShouldBeFalse();
        }

        x.Grad!.RequiresGrad.ShouldBeTrue();
    }

    [Fact]
    public void A_mode_flows_to_other_threads_with_a_function()
    {
        Tensor w = Tensor.Of(1.0, 2).WithGrad();
        bool[] tracked = new bool[64];
        Action<int> body;
        Func<Tensor> one;
        using (GradMode.Off())
        {
            body = GradMode.Flow((int i) => { tracked[i] = (w * i).RequiresGrad; });
            one = GradMode.Flow(() => w * 2);
            Parallel.For(0, tracked.Length, body);
        }

        tracked.ShouldAllBe(t => !t);
        Parallel.For(0, 4, _ => one().RequiresGrad.ShouldBeFalse());
        GradMode.IsEnabled.ShouldBeTrue();
    }
}
