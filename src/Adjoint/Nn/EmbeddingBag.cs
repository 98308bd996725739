using Adjoint.Core;

namespace Adjoint.Nn;

/// <summary>The sum, mean or maximum of the vectors of several things: bags of indices [N, length] → [N, size].</summary>
public sealed partial class EmbeddingBag : Layer
{
    private readonly BagMode mode;

    /// <summary>Makes the table, normally distributed.</summary>
    /// <param name="count">Number of things.</param>
    /// <param name="size">Length of a vector.</param>
    /// <param name="mode">What becomes of the vectors of a bag.</param>
    /// <param name="random">Draws the first values; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="type">float32 or float64.</param>
    /// <exception cref="ShapeException">A size is below 1.</exception>
    public EmbeddingBag(int count, int size, BagMode mode = BagMode.Mean, Generator? random = null, DType type = DType.Float32)
    {
        if (count < 1 || size < 1) throw new ShapeException($"EmbeddingBag: {count} vectors of {size} must be at least 1.");
        this.mode = mode;
        Weight = Tensor.Normal([count, size], random: random, type: type).WithGrad();
    }

    /// <summary>[count, size].</summary>
    [Parameter]
    public Tensor Weight { get; }

    /// <summary>Bags with a weight for each of their members, [N, length]; they are summed.</summary>
    /// <exception cref="AdjointException">The bags are not summed.</exception>
    public Tensor Forward(Tensor x, Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weights);
        if (mode != BagMode.Sum) throw new AdjointException($"EmbeddingBag: weights go with sums only, not with {mode}.");
        using Recording.Entry _ = Recording.Enter(this);
        return (Vectors(x) * weights.Unsqueeze(-1)).Sum(1);
    }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => mode switch
    {
        BagMode.Sum => Vectors(x).Sum(1),
        BagMode.Max => Vectors(x).Max(1),
        _ => Vectors(x).Mean(1),
    };

    /// <inheritdoc/>
    protected override string Describe() => $"{Weight.Shape[0]}, {Weight.Shape[1]}, mode={mode.ToString().ToLowerInvariant()}";

    private Tensor Vectors(Tensor x) => x.Rank == 2
        ? Weight.Embedding(x)
        : throw new ShapeException($"EmbeddingBag: takes bags of one length [N, length], not {x.Shape}.");
}
