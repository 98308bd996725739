using Adjoint.Ops;

namespace Adjoint;

/// <content>Attention, and the rotation of queries and keys by their positions.</content>
public sealed partial class Tensor
{
    // Scores of more elements than this are computed for some queries at a time where nothing is recorded.
    private const int MostScores = 1 << 20;

    /// <summary>
    /// softmax(q·kᵀ·scale + mask)·v for each head: this is the queries [N…, L, E], with keys [N…, S, E] and values [N…, S, V] the result
    /// is [N…, L, V]. Vaswani et al. 2017 (arXiv 1706.03762).
    /// </summary>
    /// <remarks>
    /// Queries that may look at no key get zeros. Where nothing is recorded, memory for scores is limited by taking some queries
    /// at a time; a recorded call keeps all of its weights, [N…, L, S].
    /// </remarks>
    /// <param name="key">The keys [N…, S, E].</param>
    /// <param name="value">The values [N…, S, V].</param>
    /// <param name="attnMask">
    /// What broadcasts to [N…, L, S]: if bool, true where a key takes part; if real, added to the scores. Null for none.
    /// </param>
    /// <param name="dropoutP">Probability of a weight to be dropped.</param>
    /// <param name="isCausal">Whether query i takes part with keys 0 to i only. Not together with a mask.</param>
    /// <param name="scale">Factor of the scores; 1/√E if not given.</param>
    /// <param name="enableGqa">
    /// Whether groups of neighbouring heads of the queries share a head of the keys and values, the third axis from the end: grouped
    /// queries, Ainslie et al. 2023 (arXiv 2305.13245).
    /// </param>
    /// <param name="generator">Draws the dropout; <see cref="Generator.Shared"/> if not given.</param>
    /// <returns>[N…, L, V].</returns>
    /// <exception cref="ShapeException">Shapes do not fit, or heads do not divide.</exception>
    public Tensor ScaledDotProductAttention(
        Tensor key, Tensor value, Tensor? attnMask = null, double dropoutP = 0, bool isCausal = false, double? scale = null,
        bool enableGqa = false, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        const string name = "ScaledDotProductAttention";
        if (Rank < 2 || key.Rank < 2 || value.Rank < 2 || Shape[^1] != key.Shape[^1] || key.Shape[^2] != value.Shape[^2])
            throw new ShapeException(
                $"{name}: takes queries [N…, L, E], keys [N…, S, E] and values [N…, S, V], not {Shape}, {key.Shape} and {value.Shape}.");
        if (isCausal && attnMask is not null) throw new ShapeException($"{name}: give either a mask or isCausal, not both.");
        DType type = DTypes.Promote(DTypes.Promote(this, key), value.DType);
        if (!type.IsFloatingPoint()) throw new DTypeException($"{name}: not defined on {type.Name()}; cast with To(DType.Float32) first.");
        DType wide = type.IsHalf() ? DType.Float32 : type;
        if (attnMask is not null && attnMask.DType != DType.Bool) attnMask = attnMask.To(wide);
        var core = new AttentionCore(
            To(wide) * (scale ?? 1 / Math.Sqrt(Shape[^1])), key.To(wide), value.To(wide), attnMask, isCausal, dropoutP, generator);
        return (enableGqa ? core.Grouped(name) : core.InBlocks(MostScores)).To(type);
    }

    /// <summary>
    /// Pairs of numbers of the last axis turned by the angle of their position: (a, b) → (a·cos − b·sin, a·sin + b·cos). Su et al. 2021
    /// (arXiv 2104.09864).
    /// </summary>
    /// <param name="cos">Cosines of the angles, [L, E/2] or what broadcasts with this, without the last axis' pairs.</param>
    /// <param name="sin">Sines, of the same shape.</param>
    /// <param name="interleaved">Whether pairs are neighbours (2i, 2i + 1); if not, they are (i, i + E/2), as in Llama's weights.</param>
    /// <returns>Of this shape.</returns>
    /// <exception cref="ShapeException">The last axis is of odd size, or the angles do not broadcast.</exception>
    public Tensor RotaryEmbedding(Tensor cos, Tensor sin, bool interleaved = true)
    {
        ArgumentNullException.ThrowIfNull(cos);
        ArgumentNullException.ThrowIfNull(sin);
        if (Rank == 0 || Shape[^1] % 2 != 0 || cos.Rank == 0 || cos.Shape[^1] != Shape[^1] / 2 || sin.Shape != cos.Shape)
            throw new ShapeException(
                $"RotaryEmbedding: takes [N…, L, E] with an even E, and cosines and sines [L, E/2], not {Shape}, {cos.Shape} and "
                + $"{sin.Shape}.");
        if (DType.IsHalf()) return Widened().RotaryEmbedding(cos.Widened(), sin.Widened(), interleaved).To(DType);
        int half = Shape[^1] / 2;
        Tensor pairs = interleaved ? Unflatten(-1, half, 2) : Unflatten(-1, 2, half).Transpose();
        (Tensor a, Tensor b) = (pairs.Narrow(-1, 0, 1).Squeeze(-1), pairs.Narrow(-1, 1, 1).Squeeze(-1));
        (cos, sin) = (cos.To(DType), sin.To(DType));
        Tensor[] turned = [(a * cos) - (b * sin), (a * sin) + (b * cos)];
        return interleaved ? Stack(turned, -1).Flatten(-2) : Concat(turned, -1);
    }
}
