namespace Adjoint.Tests.Core;

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

    private static double[] Work(int seed)
    {
        Tensor w = Tensor.Normal([64, 64], random: new Generator((ulong)seed), type: DType.Float64).WithGrad();
        Tensor y = w;
        for (int i = 0; i < 5; i++) y = y.MatMul(w).Tanh();
        y.Sum().Backward();
        return w.Grad!.ToArray<double>();
    }

    private static double[][] Both(Func<double[]> work)
    {
        Task<double[]>[] tasks = [Task.Run(work), Task.Run(work)];
        return Task.WhenAll(tasks).GetAwaiter().GetResult();
    }
}
