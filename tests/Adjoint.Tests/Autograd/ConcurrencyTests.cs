namespace Adjoint.Tests.Autograd;

public sealed class ConcurrencyTests
{
    [Fact]
    public void Two_threads_differentiate_their_own_graphs()
    {
        double[] expected = Work(1);
        double[][] results = Both(() => Enumerable.Range(0, 30).Select(_ => Work(1)).Last());
        foreach (double[] result in results) result.ShouldBe(expected);
    }

    [Fact]
    public void Two_threads_share_a_graph_that_is_retained()
    {
        Tensor x = Tensor.Linspace(0.1, 1, 500, DType.Float64).WithGrad();
        Tensor shared = x.Tanh().Exp();
        double[] expected = Engine.Grad([(shared * 2).Sum()], [x], retainGraph: true)[0].ToArray<double>();

        double[][] results = Both(() =>
        {
            double[] last = [];
            for (int i = 0; i < 100; i++) last = Engine.Grad([(shared * 2).Sum()], [x], retainGraph: true)[0].ToArray<double>();
            return last;
        });

        foreach (double[] result in results) result.ShouldBe(expected);
        x.Grad.ShouldBeNull();
    }

    [Fact]
    public void Backward_passes_of_several_threads_lose_nothing_of_the_leaves_they_share()
    {
        Tensor small = Tensor.Scalar(2, DType.Float64).WithGrad();
        Tensor large = Tensor.Ones([20_000], DType.Float64).WithGrad();
        const int rounds = 300;
        for (int repeat = 0; repeat < 5; repeat++)
        {
            small.ZeroGrad();
            large.ZeroGrad();
            OnFourThreads(() =>
            {
                for (int i = 0; i < rounds; i++)
                {
                    ((large * small).Sum() + small).Backward();
                    if (i % 10 == 0) large.Grad.ShouldNotBeNull();
                }
            });
            small.Grad!.Item().ShouldBe(4 * rounds * 20_001.0);
            large.Grad!.ToArray<double>().ShouldAllBe(g => g == 4 * rounds * 2.0);
        }
    }

    [Fact]
    public void A_hook_differentiates_the_graph_that_is_being_differentiated()
    {
        Tensor x = Tensor.Linspace(0.5, 1, 7, DType.Float64).WithGrad();
        Tensor y = x.Exp();
        Tensor z = (y * x).Sum();
        double[] expected = Engine.Grad([z], [x], retainGraph: true)[0].ToArray<double>();
        double[]? within = null;
        bool entered = false;
        using (y.RegisterHook(_ =>
        {
            if (entered) return null; // by the pass within
            entered = true;
            using Scope on = GradMode.On();
            within = Engine.Grad([y.Square().Sum()], [x], retainGraph: true)[0].ToArray<double>();
            return null;
        }))
        {
            z.Backward(retainGraph: true);
        }

        x.Grad!.ToArray<double>().ShouldBe(expected);
        double[] own = Engine.Grad([y.Square().Sum()], [x], retainGraph: true)[0].ToArray<double>();
        within.ShouldBe(own);
        Engine.Grad([z], [x])[0].ToArray<double>().ShouldBe(expected);
    }

    private static double[] Work(int seed)
    {
        Tensor w = Tensor.Normal([64, 64], generator: new Generator((ulong)seed), dtype: DType.Float64).WithGrad();
        Tensor y = w;
        for (int i = 0; i < 5; i++) y = y.MatMul(w).Tanh();
        y.Sum().Backward();
        return w.Grad!.ToArray<double>();
    }

    private static void OnFourThreads(Action work) => Task.WaitAll(Enumerable.Range(0, 4).Select(_ => Task.Run(work)).ToArray());

    private static double[][] Both(Func<double[]> work)
    {
        Task<double[]>[] tasks = [Task.Run(work), Task.Run(work)];
        return Task.WhenAll(tasks).GetAwaiter().GetResult();
    }
}
