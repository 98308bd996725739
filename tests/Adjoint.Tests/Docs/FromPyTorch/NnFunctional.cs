namespace Adjoint.Tests.Docs.FromPyTorch;

internal static partial class PyTorchNames
{
    private static PyTorchName[] NnFunctional() =>
    [
        Is("F.relu", () => x.Relu()),
        Is("F.gelu", () => x.Gelu()),
        Is("F.silu", () => x.Silu()),
        Is("F.leaky_relu", () => x.LeakyRelu(0.1)),
        Is("F.elu", () => x.Elu()),
        Is("F.softplus", () => x.Softplus()),
        Is("F.softmax", () => x.Softmax(1)),
        Is("F.log_softmax", () => x.LogSoftmax(1)),
        Is("F.logsigmoid", () => x.LogSigmoid()),
        Is("F.glu", () => B.Glu()),
        Is("F.linear", () => x.Linear(A)),
        Is("F.conv2d", () => image.Conv2d(Tensor.Ones([8, 4, 3, 3]), padding: 1)),
        Is("F.conv_transpose2d", () => image.ConvTranspose2d(Tensor.Ones([4, 2, 3, 3]), stride: 2)),
        Is("F.max_pool2d", () => image.MaxPool2d(2)),
        Is("F.avg_pool2d", () => image.AvgPool2d(2)),
        Is("F.adaptive_avg_pool2d", () => image.AdaptiveAvgPool2d(1)),
        Is("F.pad", () => image.Pad([1, 1, 2, 2], PadMode.Reflect)),
        Is("F.dropout", () => x.Dropout(0.5)),
        Is("F.batch_norm", () => image.BatchNorm()),
        Is("F.layer_norm", () => x.LayerNorm([3])),
        Is("F.group_norm", () => image.GroupNorm(2)),
        Is("F.instance_norm", () => image.InstanceNorm()),
        Is("F.local_response_norm", () => image.LocalResponseNorm(3)),
        Is("F.embedding", () => y.Embedding(labels.Clamp(0, 1))),
        Is("F.one_hot", () => labels.OneHot(3)),
        Is("F.pixel_shuffle", () => image.PixelShuffle(2)),
        Is("F.cosine_similarity", () => x.CosineSimilarity(y)),
        Is("F.pairwise_distance", () => x.PairwiseDistance(y)),
        Is("F.interpolate(mode='nearest')", () => image.UpsampleNearest(scaleFactor: 2)),
        Is("F.interpolate(mode='bilinear')", () => image.UpsampleLinear(scaleFactor: 2)),
        Is("F.interpolate(mode='bicubic')", () => image.UpsampleBicubic(scaleFactor: 2)),
    ];
}
