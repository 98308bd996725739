using Adjoint.Nn;

namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] Losses() =>
    [
        Is("nn.CrossEntropyLoss", () => new CrossEntropyLoss()),
        Is("criterion(output, target)", () => new CrossEntropyLoss().Call(x, labels)),
        Is("nn.NLLLoss", () => new NLLLoss()),
        Is("nn.MSELoss", () => new MSELoss()),
        Is("nn.L1Loss", () => new L1Loss()),
        Is("nn.SmoothL1Loss", () => new SmoothL1Loss()),
        Is("nn.HuberLoss", () => new HuberLoss()),
        Is("nn.BCELoss", () => new BCELoss()),
        Is("nn.BCEWithLogitsLoss", () => new BCEWithLogitsLoss()),
        Is("nn.KLDivLoss", () => new KLDivLoss(batchMean: true)),
        Is("nn.PoissonNLLLoss", () => new PoissonNLLLoss()),
        Is("nn.GaussianNLLLoss", () => new GaussianNLLLoss()),
        Is("nn.MarginRankingLoss", () => new MarginRankingLoss()),
        Is("nn.HingeEmbeddingLoss", () => new HingeEmbeddingLoss()),
        Is("nn.CosineEmbeddingLoss", () => new CosineEmbeddingLoss()),
        Is("nn.TripletMarginLoss", () => new TripletMarginLoss()),
        Is("nn.MultiMarginLoss", () => new MultiMarginLoss()),
        Is("nn.MultiLabelMarginLoss", () => new MultiLabelMarginLoss()),
        Is("nn.MultiLabelSoftMarginLoss", () => new MultiLabelSoftMarginLoss()),
        Is("nn.SoftMarginLoss", () => new SoftMarginLoss()),
        Is("F.cross_entropy", () => x.CrossEntropy(labels)),
        Is("F.nll_loss", () => x.LogSoftmax(1).NllLoss(labels)),
        Is("F.mse_loss", () => x.MseLoss(y)),
        Is("F.l1_loss", () => x.L1Loss(y)),
        Is("F.smooth_l1_loss", () => x.SmoothL1Loss(y)),
        Is("F.huber_loss", () => x.HuberLoss(y)),
        Is("F.binary_cross_entropy", () => p.BinaryCrossEntropy(Tensor.Of(0f, 1, 1))),
        Is("F.binary_cross_entropy_with_logits", () => v.BinaryCrossEntropyWithLogits(Tensor.Of(0f, 1, 1))),
        Is("F.kl_div", () => x.LogSoftmax(1).KlDiv(y.Softmax(1))),
    ];
}
