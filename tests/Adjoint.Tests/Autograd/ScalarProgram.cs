namespace Adjoint.Tests.Autograd;

/// <summary>One step of a random program on vectors: an operation on values that earlier steps made.</summary>
public sealed record ProgramStep(string Name, int A, int B);

/// <summary>Runs random programs; Reference/functional.py has the same operations in PyTorch.</summary>
public static class ScalarProgram
{
    private static readonly OrderedDictionary<string, Func<Tensor, Tensor, Tensor>> Operations = new()
    {
        ["sin"] = (a, _) => a.Sin(),
        ["cos"] = (a, _) => a.Cos(),
        ["tanh"] = (a, _) => a.Tanh(),
        ["sigmoid"] = (a, _) => a.Sigmoid(),
        ["softplus"] = (a, _) => a.Softplus(),
        ["gelu"] = (a, _) => a.Gelu(),
        ["square"] = (a, _) => a.Square(),
        ["flip"] = (a, _) => a.Flip(),
        ["cumsum"] = (a, _) => a.CumSum(0),
        ["softmax"] = (a, _) => a.Softmax(),
        ["logsoftmax"] = (a, _) => a.LogSoftmax(),
        ["erf"] = (a, _) => a.Erf(),
        ["logsumexp"] = (a, _) => a.LogSumExp().Expand(a.Shape),
        ["exp"] = (a, _) => a.Tanh().Exp(),
        ["log"] = (a, _) => (a.Square() + 1).Log(),
        ["sqrt"] = (a, _) => (a.Square() + 1).Sqrt(),
        ["norm"] = (a, _) => a / a.Norm(),
        ["prod"] = (a, _) => a.Tanh().Prod().Expand(a.Shape),
        ["standardize"] = (a, _) => a.LayerNorm(a.Shape),
        ["add"] = (a, b) => a + b,
        ["sub"] = (a, b) => a - b,
        ["mul"] = (a, b) => a * b,
        ["div"] = (a, b) => a / (1 + b.Square()),
        ["atan"] = (a, b) => (a - b).Atan(),
        ["outer"] = (a, b) => (a.Unsqueeze(1) * b).Sin().MatMul(a),
        ["pow"] = (a, b) => (a.Square() + 0.5).Pow(b.Tanh()),
    };

    /// <summary>Names of the operations.</summary>
    public static IReadOnlyList<string> Names => Operations.Keys;

    /// <summary>The last value, and a tenth of all.</summary>
    public static Tensor Run(IReadOnlyList<ProgramStep> steps, Tensor x)
    {
        List<Tensor> values = [x];
        foreach (ProgramStep step in steps) values.Add(Operations[step.Name](values[step.A], values[step.B]));
        return values[^1] + (values.Aggregate((a, b) => a + b) * 0.1);
    }
}
