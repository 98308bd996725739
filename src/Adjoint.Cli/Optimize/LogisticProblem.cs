using Adjoint.Data;

namespace Adjoint.Cli;

/// <summary>Logistic regression on the training part of the embedded digits: mean cross-entropy in nats, all at once.</summary>
internal sealed class LogisticProblem : Problem
{
    private readonly Tensor images;
    private readonly Tensor classes;

    public LogisticProblem()
    {
        (TensorDataset train, _) = Digits.Split();
        images = train.Inputs.Flatten(1).To(DType.Float64);
        classes = train.Targets;
    }

    public override string Name => "logistic";

    public override bool HasFixedStart => true;

    public override IReadOnlyList<string> Coordinates { get; } =
    [
        .. Enumerable.Range(0, Digits.Classes).SelectMany(digit => Enumerable.Range(0, 64).Select(pixel => $"weight[{digit},{pixel}]")),
        .. Enumerable.Range(0, Digits.Classes).Select(digit => $"bias[{digit}]"),
    ];

    public override IReadOnlyList<Tensor> Start() =>
    [
        Tensor.Zeros([Digits.Classes, 64], DType.Float64).WithGrad(), Tensor.Zeros([Digits.Classes], DType.Float64).WithGrad(),
    ];

    public override Tensor Loss(IReadOnlyList<Tensor> parameters, long evaluation) =>
        images.Linear(parameters[0], parameters[1]).CrossEntropy(classes);
}
