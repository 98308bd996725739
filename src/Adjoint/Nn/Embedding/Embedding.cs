namespace Adjoint.Nn;

/// <summary>A table of trained vectors: indices […] → [… , size].</summary>
public sealed partial class Embedding : Layer
{
    private readonly int? padding;
    private readonly double? maxNorm;
    private readonly double norm;

    /// <summary>Creates the table, normally distributed.</summary>
    /// <param name="numEmbeddings">Number of vectors.</param>
    /// <param name="embeddingDim">Length of a vector.</param>
    /// <param name="paddingIdx">An index whose vector is initially 0 and not trained; negative counts from the end.</param>
    /// <param name="maxNorm">Before the look-up, used rows of the table with a larger norm are scaled to this norm, in place.</param>
    /// <param name="normType">Which p-norm that is.</param>
    /// <param name="generator">Draws the initial values; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="ShapeException">A size is below 1, or the padding is no index.</exception>
    public Embedding(
        int numEmbeddings, int embeddingDim, int? paddingIdx = null, double? maxNorm = null, double normType = 2,
            Generator? generator = null,
        DType dtype = DType.Float32)
    {
        if (numEmbeddings < 1 || embeddingDim < 1)
            throw new ShapeException($"Embedding: {numEmbeddings} vectors of {embeddingDim} must be at least 1.");
        if (paddingIdx < -numEmbeddings || paddingIdx >= numEmbeddings)
            throw new ShapeException($"Embedding: the padding {paddingIdx} is no index of {numEmbeddings} vectors.");
        (this.padding, this.maxNorm, this.norm) = (paddingIdx < 0 ? paddingIdx + numEmbeddings : paddingIdx, maxNorm, normType);
        Weight = Tensor.Normal([numEmbeddings, embeddingDim], generator: generator, dtype: dtype);
        if (this.padding is { } row && !Weight.IsSymbolic) Weight.Narrow(0, row, 1).Fill(0);
        Weight.RequiresGrad = true;
    }

    /// <summary>[count, size].</summary>
    [Parameter] public Tensor Weight { get => Current(field); }

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        if (maxNorm is { } most && Context.Current.TakesState(x) && Context.Current.TakesState(Weight)) Renormalize(x, most);
        Tensor y = Weight.Embedding(x);
        // No gradient for the padding row.
        return padding is { } row ? Tensor.Where(x.Equal(row).Unsqueeze(-1), y.Detach(), y) : y;
    }

    /// <inheritdoc/>
    protected override string Describe()
    {
        string text = $"{Weight.Shape[0]}, {Weight.Shape[1]}";
        if (padding is { } row) text += $", padding_idx={row}";
        if (maxNorm is { } most) text += $", max_norm={PythonText.Of(most)}";
        return norm == 2 ? text : $"{text}, norm_type={PythonText.Of(norm)}";
    }

    private void Renormalize(Tensor x, double most)
    {
        using Scope _ = GradMode.Off();
        Tensor index = x.Reshape(-1).To(DType.Int64).Contiguous();
        if (!index.IsSymbolic) Ops.IndexedAccess.Check(new("Embedding"), index, Weight.Shape[0]);
        Tensor used = Tensor.Zeros([Weight.Shape[0]]).ScatterAdd(0, index, Tensor.Ones([index.Numel])).Greater(0);
        Tensor lengths = Weight.Norm(norm, [1]);
        Tensor factors = Tensor.Where(
            used.And(lengths.Greater(most)), most / (lengths + 1e-7), Tensor.Ones([Weight.Shape[0]], Weight.DType));
        Weight.MultiplyInPlace(factors.Unsqueeze(1));
    }
}
