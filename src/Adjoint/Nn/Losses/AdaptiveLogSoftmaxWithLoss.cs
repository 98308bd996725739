namespace Adjoint.Nn;

/// <summary>
/// Log-softmax over many classes, the frequent ones in a head and the others in clusters of ever smaller projections, whose scores are
/// computed only where a target needs them. Grave et al. 2017 (arXiv 1609.04309). Classes are ordered by frequency.
/// </summary>
public sealed partial class AdaptiveLogSoftmaxWithLoss : Module
{
    private readonly int inFeatures;
    private readonly int[] cutoffs; // the end of each cluster, the last of all classes
    private readonly Linear head;
    private readonly ModuleList tail;

    /// <summary>Creates the layer.</summary>
    /// <param name="inFeatures">Features of the input.</param>
    /// <param name="nClasses">Number of classes.</param>
    /// <param name="cutoffs">Where clusters begin, rising: the first is the number of classes in the head.</param>
    /// <param name="divValue">By which power the projections of clusters shrink.</param>
    /// <param name="headBias">Whether the head has a bias.</param>
    /// <param name="generator">Draws the initial values; <see cref="Generator.Shared"/> if not given.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="AdjointException">The cutoffs do not rise within 1 to the number of classes less 1.</exception>
    public AdaptiveLogSoftmaxWithLoss(
        int inFeatures, int nClasses, ReadOnlySpan<int> cutoffs, double divValue = 4, bool headBias = false, Generator? generator = null,
        DType dtype = DType.Float32)
    {
        int before = 0;
        foreach (int cutoff in cutoffs)
        {
            if (cutoff <= before || cutoff > nClasses - 1)
                throw new AdjointException(
                    $"AdaptiveLogSoftmaxWithLoss: cutoffs {Shape.Format(cutoffs)} must rise within 1 to {nClasses - 1}.");
            before = cutoff;
        }

        if (cutoffs.IsEmpty) throw new AdjointException("AdaptiveLogSoftmaxWithLoss: there are no cutoffs.");
        (this.inFeatures, this.cutoffs) = (inFeatures, [.. cutoffs, nClasses]);
        head = new Linear(inFeatures, cutoffs[0] + cutoffs.Length, headBias, generator, dtype);
        tail = [];
        for (int i = 0; i < cutoffs.Length; i++)
        {
            int hidden = (int)Math.Floor(inFeatures / Math.Pow(divValue, i + 1));
            if (hidden < 1)
            {
                throw new AdjointException(
                    $"AdaptiveLogSoftmaxWithLoss: {inFeatures} features divided by {PythonText.AsGiven(divValue)}^{i + 1} leave none for "
                    + $"cluster {i}; take a smaller divValue, or fewer cutoffs.");
            }

            tail.Add(new Sequential(
                new Linear(inFeatures, hidden, bias: false, generator, dtype),
                new Linear(hidden, this.cutoffs[i + 1] - this.cutoffs[i], bias: false, generator, dtype)));
        }
    }

    /// <summary>The log-probability of each target, and minus their mean.</summary>
    /// <param name="input">[N, features], or [features] for one.</param>
    /// <param name="target">Classes, integers [N], or a number for one.</param>
    /// <returns>The log-probabilities [N], and the loss.</returns>
    /// <exception cref="ShapeException">Shapes do not fit, or a target is no class.</exception>
    public (Tensor Output, Tensor Loss) Call(Tensor input, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        using var _ = EnterScope();
        if (input.Rank == 1 && target.Rank == 0)
        {
            (Tensor one, Tensor only) = Call(input.Unsqueeze(0), target.Unsqueeze(0));
            return (one.Squeeze(0), only);
        }

        Check(input);
        if (target.Rank != 1 || target.Shape[0] != input.Shape[0] || target.DType.IsFloatingPoint())
            throw new ShapeException(
                $"AdaptiveLogSoftmaxWithLoss: classes are integers [{input.Shape[0]}], not {target.DType.Name()} {target.Shape}.");
        if (target.IsSymbolic)
        {
            // Which cluster a target needs is not known: all of them.
            Tensor all = LogProb(input).Gather(1, target.To(DType.Int64).Unsqueeze(1)).Squeeze(1);
            return (all, -all.Mean());
        }

        long[] classes = target.To(DType.Int64).ToArray<long>();
        Tensor first = head.Call(input).LogSoftmax();
        var order = new List<long>(); // the rows, cluster after cluster
        var parts = new List<Tensor>();
        for (int cluster = 0; cluster < cutoffs.Length; cluster++)
        {
            (int low, int high) = (cluster == 0 ? 0 : cutoffs[cluster - 1], cutoffs[cluster]);
            long[] rows = [.. Enumerable.Range(0, classes.Length).Where(n => classes[n] >= low && classes[n] < high).Select(n => (long)n)];
            if (rows.Length == 0) continue;
            order.AddRange(rows);
            Tensor at = Tensor.Wrap(rows);
            Tensor own = Tensor.Wrap(Array.ConvertAll(rows, n => classes[n] - low)).Unsqueeze(1);
            Tensor logs = first.IndexSelect(0, at);
            parts.Add(cluster == 0
                ? logs.Gather(1, own).Squeeze(1)
                : logs.Narrow(1, cutoffs[0] + cluster - 1, 1).Squeeze(1)
                    + tail[cluster - 1].Call(input.IndexSelect(0, at)).LogSoftmax().Gather(1, own).Squeeze(1));
        }

        if (order.Count != classes.Length)
            throw new ShapeException($"AdaptiveLogSoftmaxWithLoss: a class of {target.Shape} is not within 0 to {cutoffs[^1] - 1}.");
        if (classes.Length == 0) return (Tensor.Zeros([0], input.DType), Tensor.Scalar(double.NaN, input.DType));
        var places = new long[order.Count];
        for (int i = 0; i < places.Length; i++) places[order[i]] = i;
        Tensor output = Tensor.Concat([.. parts]).IndexSelect(0, Tensor.Wrap(places));
        return (output, -output.Mean());
    }

    /// <summary>The log-probabilities of all classes.</summary>
    /// <param name="input">[N, features].</param>
    /// <returns>[N, classes].</returns>
    public Tensor LogProb(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var _ = EnterScope();
        Check(input);
        Tensor first = head.Call(input).LogSoftmax();
        Tensor[] parts =
        [
            first.Narrow(1, 0, cutoffs[0]),
            .. tail.Select((cluster, i) => cluster.Call(input).LogSoftmax() + first.Narrow(1, cutoffs[0] + i, 1)),
        ];
        return Tensor.Concat(parts, 1);
    }

    /// <summary>The most probable class of each input.</summary>
    /// <param name="input">[N, features].</param>
    /// <returns>Int64 [N].</returns>
    public Tensor Predict(Tensor input) => LogProb(input).ArgMax(1);

    private void Check(Tensor input)
    {
        if (input.Rank != 2 || input.Shape[1] != inFeatures)
            throw new ShapeException($"AdaptiveLogSoftmaxWithLoss: takes [N, {inFeatures}], not {input.Shape}.");
    }
}
