using System.Text.Json.Nodes;

namespace Adjoint.Peers.Rows;

/// <summary>Whole networks: VGG-16 inference and training, a small network on Fashion-MNIST.</summary>
internal static class NetworkRows
{
    private const double VggMacs = 15.4703e9;
    private const int FashionImages = 60_000;

    /// <summary>Multiply-adds for one image of 28×28: two convolutions, two linear layers.</summary>
    private const double FashionMacs =
        (28 * 28 * 32 * 9) + (14 * 14 * 64 * 32 * 9) + (64 * 7 * 7 * 128) + (128 * 10);

    public static IEnumerable<Row> All =>
    [
        new("VGG-16", "inference, batch 1", "vgg-inference")
        {
            Work = Work.OfFlops(2 * VggMacs),
            Peers = [Peer.OnnxRuntime, Peer.Torch],
            Tolerances = [1e-3],
            Goals = [Goal.Ratio(Peer.OnnxRuntime, 1.5), Goal.Ratio(Peer.Torch, 3)],
        },
        new("VGG-16", "training step, batch 4, Adam", "vgg-training")
        {
            // Forward, and back to the input and to the weights of each layer.
            Work = Work.OfFlops(3 * 4 * 2 * VggMacs),
            // The first layer's gradient has come through five pools, where the slightest rounding may change which of two
            // nearly equal values is the largest; PyTorch's own is 2e-2 off its float64 result.
            Tolerances = [1e-5, 1e-3, 1e-3, 0.2],
            HasReferee = false,
            IsLong = true,
            IsAlone = true,
            Goals = [Goal.Ratio(Peer.Torch, 2.5), Goal.Memory(Peer.Torch, 0.85)],
        },
        new("Fashion-MNIST", "epoch, batch 128, Adam", "fashion-epoch")
        {
            // The first layer has no gradient of its input.
            Work = Work.OfFlops(2 * FashionImages * ((3 * FashionMacs) - (28 * 28 * 32 * 9))),
            QuickArguments = new JsonObject { ["batches"] = 20 },
            Tolerances = [1e-4],
            HasReferee = false,
            IsLong = true,
            Goals = [Goal.Ratio(Peer.Torch, 4), Goal.Accuracy(Peer.Torch, 0.005)],
        },
    ];
}
