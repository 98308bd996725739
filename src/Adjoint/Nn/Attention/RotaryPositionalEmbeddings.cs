namespace Adjoint.Nn;

/// <summary>
/// Queries or keys turned by angles of their positions: pair i of a vector at position t by t·base^(−2i/dim). Su et al. 2021 (arXiv
/// 2104.09864).
/// </summary>
public sealed partial class RotaryPositionalEmbeddings : Layer
{
    private readonly int dim, sequenceAxis;
    private readonly bool interleaved;

    [Buffer("cos", Persistent = false)] private readonly Tensor cos;
    [Buffer("sin", Persistent = false)] private readonly Tensor sin;

    /// <summary>Creates the layer.</summary>
    /// <param name="dim">Length of a vector of a head, even.</param>
    /// <param name="maxSeqLen">The most positions.</param>
    /// <param name="rotaryBase">The base of the frequencies.</param>
    /// <param name="sequenceAxis">Which axis counts positions.</param>
    /// <param name="interleaved">Whether pairs are neighbours (2i, 2i + 1); if not, they are (i, i + dim/2), as in Llama's weights.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="ShapeException">The length is odd, or a size is below 1.</exception>
    public RotaryPositionalEmbeddings(
        int dim, int maxSeqLen = 4096, double rotaryBase = 10000, int sequenceAxis = -2, bool interleaved = true,
        DType dtype = DType.Float32)
    {
        if (dim < 2 || dim % 2 != 0 || maxSeqLen < 1)
            throw new ShapeException(
                $"RotaryPositionalEmbeddings: takes an even length of at least 2 and a position, not {dim} and {maxSeqLen}.");
        (this.dim, this.sequenceAxis, this.interleaved) = (dim, sequenceAxis, interleaved);
        Tensor frequencies = (Tensor.Arange(dim / 2, DType.Float64) * (-2.0 / dim * Math.Log(rotaryBase))).Exp();
        Tensor angles = Tensor.Arange(maxSeqLen, DType.Float64).Unsqueeze(1) * frequencies;
        (cos, sin) = (angles.Cos().To(dtype).Evaluate(), angles.Sin().To(dtype).Evaluate());
    }

    /// <summary>Turns vectors at given positions.</summary>
    /// <param name="x">[…, length, …, dim].</param>
    /// <param name="positions">The position of each place, integers [length].</param>
    /// <returns>Of the input's shape.</returns>
    public Tensor Call(Tensor x, Tensor positions) => InScope(x, () => Turn(x, positions));

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x) => Turn(x, null);

    /// <inheritdoc/>
    protected override string Describe() => $"dim={dim}, max_seq_len={cos.Shape[0]}";

    private Tensor Turn(Tensor x, Tensor? positions)
    {
        int axis = x.Shape.Axis(sequenceAxis, "RotaryPositionalEmbeddings");
        int length = x.Shape[axis];
        if (axis == x.Rank - 1 || x.Shape[^1] != dim || (positions is null && length > cos.Shape[0]))
            throw new ShapeException(
                $"RotaryPositionalEmbeddings: takes vectors of {dim} at up to {cos.Shape[0]} positions along axis {sequenceAxis}, not "
                + $"{x.Shape}.");
        Shape angles = [length, .. Shape.Repeat(1, x.Rank - axis - 2).Span, dim / 2];
        Tensor At(Tensor table) =>
            (positions is null ? table.Narrow(0, 0, length) : table.IndexSelect(0, positions)).To(x.DType).Reshape(angles);
        return x.RotaryEmbedding(At(cos), At(sin), interleaved);
    }
}
