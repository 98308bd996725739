using Adjoint.Symbolic;

namespace Adjoint.Cli;

/// <summary>A function that was typed in.</summary>
internal sealed class ExpressionProblem(Expression expression) : Problem
{
    public override string Name => expression.Source;

    public override IReadOnlyList<string> Coordinates { get; } = [.. expression.Variables.Select(variable => variable.Name!)];

    public override IReadOnlyList<Tensor> Start() =>
        throw new InvalidOperationException("An expression says nothing of where to begin.");

    public override Tensor Loss(IReadOnlyList<Tensor> parameters, long evaluation)
    {
        Tensor x = parameters[0];
        return expression.Graph.Run([.. Enumerable.Range(0, x.Numel).Select(i => x[i])])[0];
    }
}
