using Adjoint.Nn;

namespace Adjoint.Models;

/// <summary>
/// A small vision transformer, ViT-tiny with patches of 16×16: images [N, 3, H, W] with sizes that 16 divides → logits
/// [N, 1000], 5,717,416 parameters. Dosovitskiy et al., "An Image is Worth 16x16 Words", 2021 (arXiv 2010.11929); the size is
/// that of Touvron et al., "Training data-efficient image transformers", 2021 (arXiv 2012.12877).
/// </summary>
public sealed partial class VisionTransformer : Module
{
    private const int Patch = 16, Grid = 14, Layers = 12, Heads = 3;
    private readonly Conv2d patches;
    [Parameter] private readonly Tensor classToken;
    [Parameter] private readonly Tensor positions;
    private readonly TransformerEncoder encoder;
    private readonly Linear head;

    /// <summary>Creates the network.</summary>
    /// <param name="options">Number of classes and channels, width, generator; the defaults if not given.</param>
    public VisionTransformer(ModelOptions? options = null)
    {
        options ??= new ModelOptions();
        Generator? random = options.Random;
        // A multiple of the number of heads.
        int size = Heads * options.Scale(64);
        patches = new Conv2d(options.Channels ?? 3, size, Patch, stride: Patch, generator: random);
        classToken = Tensor.Zeros([1, 1, size]).WithGrad();
        positions = Init.TruncNormal(Tensor.Zeros([1, 1 + (Grid * Grid), size]).WithGrad(), 0, 0.02, -2, 2, random);
        encoder = new TransformerEncoder(
            new TransformerEncoderLayer(
                size, Heads, 4 * size, 0, y => y.Gelu(), 1e-6, batchFirst: true, normFirst: true, generator: random),
            Layers, new LayerNorm(size, 1e-6));
        head = new Linear(size, options.Classes ?? 1000, generator: random);
        // The encoder's layers are clones of one; this draws initial values for each.
        TorchvisionInitializers.TruncatedNormal(this, 0.02, random);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 4 || x.Shape[2] % Patch != 0 || x.Shape[3] % Patch != 0)
            throw new ShapeException($"VisionTransformer: takes images [N, C, H, W] whose sizes {Patch} divides, not {x.Shape}.");
        Tensor grid = patches.Call(x);
        (int batch, int size) = (grid.Shape[0], grid.Shape[1]);
        Tensor tokens = grid.Flatten(2).Transpose(1, 2);
        tokens = Tensor.Concat([classToken.Expand([batch, 1, size]), tokens], 1) + Positions(grid.Shape[2], grid.Shape[3]);
        return head.Call(encoder.Call(tokens).Narrow(1, 0, 1).Squeeze(1));
    }

    /// <summary>The position embedding, resized if there are more or fewer patches than at 224×224.</summary>
    private Tensor Positions(int rows, int columns)
    {
        if (rows == Grid && columns == Grid) return positions;
        int size = positions.Shape[2];
        Tensor image = positions.Narrow(1, 1, Grid * Grid).Transpose(1, 2).Reshape(1, size, Grid, Grid);
        Tensor resized = image.UpsampleBicubic((rows, columns)).Flatten(2).Transpose(1, 2);
        return Tensor.Concat([positions.Narrow(1, 0, 1), resized], 1);
    }
}
