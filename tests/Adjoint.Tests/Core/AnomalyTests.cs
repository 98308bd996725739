namespace Adjoint.Tests.Core;

public sealed class AnomalyTests
{
    [Fact]
    public void A_NaN_names_the_operation_and_where_it_was_made()
    {
        using GradMode.Scope scope = GradMode.DetectAnomalies();
        Tensor y = RootAtZero(Tensor.Zeros([2]).WithGrad());
        string message = Should.Throw<GraphException>(() => y.Backward()).Message;
        message.ShouldStartWith("Sqrt([2]): the gradient of input 0 has a NaN.");
        message.ShouldContain(nameof(RootAtZero));
    }

    [Fact]
    public void A_graph_recorded_outside_says_how_to_learn_more()
    {
        Tensor y = RootAtZero(Tensor.Zeros([2]).WithGrad());
        using GradMode.Scope scope = GradMode.DetectAnomalies();
        Should.Throw<GraphException>(() => y.Backward()).Message.ShouldContain("GradMode.DetectAnomalies()");
    }

    [Fact]
    public void Without_the_mode_NaN_flows()
    {
        Tensor x = Tensor.Zeros([2]).WithGrad();
        RootAtZero(x).Backward();
        x.Grad!.ToArray<float>().ShouldAllBe(v => float.IsNaN(v));
        RootAtZero(x).Creator!.Origin.ShouldBeNull();
    }

    [Fact]
    public void Healthy_gradients_pass_also_when_recorded()
    {
        using GradMode.Scope scope = GradMode.DetectAnomalies();
        Tensor x = Tensor.Of(4.0).WithGrad();
        Tensor g = Engine.Grad([x.Sqrt()], [x], createGraph: true)[0];
        g.ToArray<double>().ShouldBe([0.25]);
        g.Backward();
        x.Grad!.ToArray<double>().ShouldBe([-1.0 / 32]);
    }

    /// <summary>0 · ∞: the slope of the root at 0, times the gradient 0.</summary>
    private static Tensor RootAtZero(Tensor x) => (x.Sqrt() * 0).Sum();
}
