namespace Adjoint.Cli;

/// <summary>A problem that begins somewhere else.</summary>
internal sealed class StartedProblem(Problem problem, double[] start) : Problem
{
    public override string Name => problem.Name;

    public override IReadOnlyList<string> Coordinates => problem.Coordinates;

    public override IReadOnlyList<double[]> Minima => problem.Minima;

    public override double? LeastValue => problem.LeastValue;

    public override IReadOnlyList<Tensor> Start() => [Tensor.From<double>(start).WithGrad()];

    public override Tensor Loss(IReadOnlyList<Tensor> parameters, long evaluation) => problem.Loss(parameters, evaluation);

    protected override Tensor Exact(IReadOnlyList<Tensor> parameters) => Tensor.Scalar(problem.Value(parameters), DType.Float64);
}
