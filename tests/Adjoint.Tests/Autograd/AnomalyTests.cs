namespace Adjoint.Tests.Autograd;

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

    [Fact]
    public void The_first_line_is_the_users_own()
    {
        using GradMode.Scope scope = GradMode.DetectAnomalies();
        string origin = RootAtZero(Tensor.Zeros([2]).WithGrad()).Creator!.Origin!;
        origin.Split('\n')[0].ShouldContain(nameof(RootAtZero));
        origin.ShouldNotContain("Engine.Apply");
    }

    [Fact]
    public void A_NaN_in_the_forward_pass_is_found_if_asked()
    {
        Tensor x = Tensor.Of(-1.0, 4).WithGrad();
        using (GradMode.DetectAnomalies()) x.Log().Sum();
        using GradMode.Scope scope = GradMode.DetectAnomalies(results: true);
        string message = Should.Throw<GraphException>(() => x.Abs().Sqrt() + x.Log()).Message;
        message.ShouldStartWith("Log([2]): the result has a NaN. The call was made");
        message.ShouldContain(nameof(A_NaN_in_the_forward_pass_is_found_if_asked));
        Should.Throw<GraphException>(() => x * double.NaN).Message.ShouldContain("Its input 1 has one already");
    }

    /// <summary>0 · ∞: the slope of the root at 0, times the gradient 0.</summary>
    private static Tensor RootAtZero(Tensor x) => (x.Sqrt() * 0).Sum();
}
